import { openAsOwner, openCalendar } from '../access';
import { errors } from '../google-error';
import { checkIfMatch, isKnown, noContent, ok, type Operation } from '../operation';
import { etagOf, type CalendarRecord } from '../state';
import { isTimeZone } from '../time';
import { mergePatch, type Json } from '../events/event-input';
import { bodyOf } from '../events/write-event';
import { addCalendar, calendarJson, removeCalendar, saveCalendar } from './calendar-records';

const OWN = ['calendar', 'calendar.app.created', 'calendar.calendars'];
const CALENDAR = '/calendars/:calendarId';

const getCalendar: Operation['run'] = (context, caller, request, operation) => {
  const { calendar } = openCalendar(context, caller, request.params.calendarId!, operation);
  const etag = etagOf(calendar.version);
  return isKnown(request, etag) ? { status: 304, headers: { ETag: etag } } : ok(calendarJson(calendar));
};

const insertCalendar: Operation['run'] = (context, caller, request) => {
  const fields = readCalendar(bodyOf(request), 'UTC');
  const id = `c_${context.random.id(52)}@group.calendar.google.com`;
  return ok(
    calendarJson(addCalendar(context, caller.account, { ...fields, id, createdBy: caller.clientId ?? undefined })),
  );
};

function changeCalendar(whole: boolean): Operation['run'] {
  return (context, caller, request, operation) => {
    const { calendar } = openAsOwner(context, caller, request.params.calendarId!, operation);
    checkIfMatch(request, etagOf(calendar.version));
    const { summary, description, location, timeZone } = calendar;
    const body = whole ? bodyOf(request) : mergePatch({ summary, description, location, timeZone }, bodyOf(request));
    return ok(calendarJson(saveCalendar(context, { ...calendar, ...readCalendar(body, timeZone) })));
  };
}

function readCalendar(
  body: Json,
  zone: string,
): Pick<CalendarRecord, 'summary' | 'description' | 'location' | 'timeZone'> {
  const { summary, description, location, timeZone = zone } = body as Partial<CalendarRecord>;
  if (typeof summary !== 'string' || summary.trim() === '') throw errors.required('Missing title.');
  if (!isTimeZone(timeZone)) throw errors.invalid('Invalid time zone.', 'timeZone');
  return { summary: summary.trim(), description: description || undefined, location: location || undefined, timeZone };
}

const deleteCalendar: Operation['run'] = (context, caller, request, operation) => {
  const { calendar } = openAsOwner(context, caller, request.params.calendarId!, operation);
  if (calendar.primary) throw errors.forbidden('The primary calendar cannot be deleted; clear it instead.');
  removeCalendar(context, calendar);
  return noContent;
};

/** Only the primary calendar can be cleared; its events are gone without a trace, so that sync tokens need a full sync. */
const clearCalendar: Operation['run'] = (context, caller, request, operation) => {
  const { calendar } = openAsOwner(context, caller, request.params.calendarId!, operation);
  if (!calendar.primary) throw errors.invalid('Only the primary calendar can be cleared.');
  for (const event of context.state.events.of(calendar.id)) context.state.events.remove(calendar.id, event.id);
  saveCalendar(context, { ...calendar, syncFloor: context.state.nextVersion() });
  context.changed({ kind: 'events', calendarId: calendar.id });
  return noContent;
};

export const calendarOperations: readonly Operation[] = [
  { id: 'calendar.calendars.insert', verb: 'post', path: '/calendars', scopes: OWN, writes: true, run: insertCalendar },
  {
    id: 'calendar.calendars.get',
    verb: 'get',
    path: CALENDAR,
    scopes: [...OWN, 'calendar.calendars.readonly', 'calendar.readonly'],
    writes: false,
    run: getCalendar,
  },
  {
    id: 'calendar.calendars.update',
    verb: 'put',
    path: CALENDAR,
    scopes: OWN,
    writes: true,
    run: changeCalendar(true),
  },
  {
    id: 'calendar.calendars.patch',
    verb: 'patch',
    path: CALENDAR,
    scopes: OWN,
    writes: true,
    run: changeCalendar(false),
  },
  { id: 'calendar.calendars.delete', verb: 'delete', path: CALENDAR, scopes: OWN, writes: true, run: deleteCalendar },
  {
    id: 'calendar.calendars.clear',
    verb: 'post',
    path: `${CALENDAR}/clear`,
    scopes: ['calendar', 'calendar.calendars'],
    writes: true,
    run: clearCalendar,
  },
];
