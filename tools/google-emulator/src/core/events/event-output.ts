import type { CalendarView } from '../access';
import type { Context } from '../context';
import { etagOf } from '../state';
import { formatInZone } from '../time';
import { withoutUndefined, type Json } from './event-input';
import { isAllDay, isCancelled, type EventRecord, type EventTime } from './event-record';

export interface Presentation {
  readonly view: CalendarView;
  readonly account: string;
  /** Zone in which date-times are written; their own `timeZone` stays. */
  readonly timeZone: string;
  readonly bareTombstones: boolean;
  readonly maxAttendees?: number;
}

const timeJson = (time: EventTime, zone: string): Json =>
  isAllDay(time)
    ? { date: time.date }
    : { dateTime: formatInZone(Date.parse(time.instant), zone), timeZone: time.timeZone };

/** The event resource as `get` and `list` answer it. */
export function presentEvent(context: Context, event: EventRecord, by: Presentation): Json {
  const head = { kind: 'calendar#event', etag: etagOf(event.version), id: event.id, status: event.content.status };
  const instance = event.recurringEventId
    ? { recurringEventId: event.recurringEventId, originalStartTime: timeJson(event.originalStart!, by.timeZone) }
    : {};
  if (isCancelled(event) && event.recurringEventId) return { ...head, ...instance };
  if (isCancelled(event) && (event.stub || by.bareTombstones)) return head;
  const times = { start: timeJson(event.content.start, by.timeZone), end: timeJson(event.content.end, by.timeZone) };
  const dates = { created: event.created, updated: event.updated };
  const base = { ...head, ...dates, ...instance, ...times, iCalUID: event.iCalUID, eventType: event.content.eventType };
  if (hidesDetails(event, by.view))
    return withoutUndefined({ ...base, visibility: 'private', recurrence: event.content.recurrence });
  const { status: _s, start: _a, end: _e, attendees, ...rest } = event.content;
  return withoutUndefined({
    ...base,
    ...rest,
    htmlLink: `https://www.google.com/calendar/event?eid=${Buffer.from(`${event.id} ${event.calendarId}`).toString('base64url')}`,
    creator: person(context, event.creator, by.account),
    organizer: person(context, event.organizer, by.view.calendar.id),
    ...attendeesJson(attendees, by),
  });
}

function hidesDetails(event: EventRecord, { reads }: CalendarView): boolean {
  if (reads === 'freeBusyReader') return true;
  const isPrivate = event.content.visibility === 'private' || event.content.visibility === 'confidential';
  return isPrivate && (reads === 'reader' || reads === 'writerWithoutPrivateAccess');
}

function person(context: Context, email: string, self: string): Json {
  const displayName = context.state.accounts.get('', email)?.name ?? context.state.calendars.get('', email)?.summary;
  return withoutUndefined({ email, displayName, self: email === self || undefined });
}

function attendeesJson(attendees: EventRecord['content']['attendees'], by: Presentation): Json {
  if (!attendees) return {};
  const all = attendees.map((attendee) =>
    withoutUndefined({ ...attendee, self: attendee.email === by.account || undefined }),
  );
  if (by.maxAttendees === undefined || all.length <= by.maxAttendees) return { attendees: all };
  return { attendees: all.filter((attendee) => attendee.self), attendeesOmitted: true };
}

/** The members a writer may set, as JSON: what PATCH merges into. */
export function writableJson(event: EventRecord): Json {
  return { ...event.content, start: timeJson(event.content.start, 'UTC'), end: timeJson(event.content.end, 'UTC') };
}
