import { share } from './calendars/calendar-records';
import type { Context } from './context';
import { errors } from './google-error';
import { isCancelled, type EventRecord } from './events/event-record';
import { findEvent, saveEvent } from './events/event-store';
import type { AccessRole, AccountRecord, CalendarRecord } from './state';

export { forgetOldTombstones } from './events/event-store';

/** What a person can do on Google's page that the API has no method for. */

export function accountOf(context: Context, email: string): AccountRecord {
  const account = context.state.accounts.get('', email);
  if (!account) throw errors.notFound();
  return account;
}

export function calendarOf(context: Context, account: string, calendarId: string): CalendarRecord {
  const calendar = context.state.calendars.get('', calendarId === 'primary' ? account : calendarId);
  if (!calendar || calendar.deleted) throw errors.notFound();
  return calendar;
}

function eventOf(context: Context, calendarId: string, id: string): EventRecord {
  const event = findEvent(context, calendarId, id);
  if (!event || event.stub) throw errors.notFound();
  return event;
}

/** Takes an event out of the bin: same id, same details, and a series with the instances it had. */
export function restoreEvent(context: Context, calendarId: string, id: string): EventRecord {
  const event = eventOf(context, calendarId, id);
  if (!isCancelled(event)) return event;
  return saveEvent(context, event, { ...event, content: { ...event.content, status: 'confirmed' } });
}

/** A copy under a new id; of an instance a single event. */
export function duplicateEvent(context: Context, calendarId: string, id: string): EventRecord {
  const { recurringEventId: _of, originalStart: _at, gone: _gone, ...event } = eventOf(context, calendarId, id);
  const copy = context.random.id(26);
  const created = new Date(context.now).toISOString();
  return saveEvent(context, undefined, { ...event, id: copy, iCalUID: `${copy}@google.com`, created });
}

/** A guest's answer to an invitation. */
export function answerInvitation(
  context: Context,
  calendarId: string,
  id: string,
  email: string,
  response: string,
): EventRecord {
  const event = eventOf(context, calendarId, id);
  const others = (event.content.attendees ?? []).filter((attendee) => attendee.email !== email);
  const attendees = [...others, { email, responseStatus: response }];
  return saveEvent(context, event, { ...event, content: { ...event.content, attendees } });
}

/** Makes somebody else the organiser, as if this calendar had only been invited. */
export function setOrganizer(context: Context, calendarId: string, id: string, organizer: string): EventRecord {
  const event = eventOf(context, calendarId, id);
  return saveEvent(context, event, { ...event, organizer });
}

export function setRole(context: Context, calendar: CalendarRecord, account: string, role: AccessRole): void {
  share(context, calendar, accountOf(context, account).email, role);
}

/** From now on every sync token given before answers 410. */
export function expireSyncTokens(context: Context, calendarId?: string): void {
  const syncFloor = context.state.nextVersion();
  for (const calendar of context.state.calendars.all())
    if (calendarId === undefined || calendar.id === calendarId)
      context.state.calendars.put('', calendar.id, { ...calendar, syncFloor });
}

/** Ends access tokens (they answer 401) or refresh tokens (invalid_grant) early. */
export function expireTokens(context: Context, kind: 'access' | 'refresh', account?: string): void {
  const table = kind === 'access' ? context.state.accessTokens : context.state.refreshTokens;
  for (const row of table.all()) if (account === undefined || row.account === account) table.remove('', row.token);
}
