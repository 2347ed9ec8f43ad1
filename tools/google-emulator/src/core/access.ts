import type { Caller, Context } from './context';
import { errors } from './google-error';
import type { Operation } from './operation';
import type { AccessRole, CalendarRecord, EntryRecord } from './state';

/** A calendar as this caller may see it. */
export interface CalendarView {
  readonly calendar: CalendarRecord;
  readonly entry: EntryRecord;
  /** The role that decides what is shown: a token for time only sees no more than a free/busy reader. */
  readonly reads: AccessRole;
}

const WRITERS: ReadonlySet<AccessRole> = new Set(['writerWithoutPrivateAccess', 'writer', 'owner']);

/**
 * Finds the calendar that `calendarId` (or the keyword `primary`) means for the caller.
 * @throws GoogleError 404 when there is none for this account, 403 when the token's scopes do not reach it
 */
export function openCalendar(context: Context, caller: Caller, calendarId: string, operation: Operation): CalendarView {
  const id = calendarId === 'primary' ? caller.account : calendarId;
  const calendar = context.state.calendars.get('', id);
  const entry = context.state.entries.get(caller.account, id);
  if (!calendar || calendar.deleted || !entry || entry.accessRole === 'none') throw errors.notFound();
  if (caller.clientId === null) return { calendar, entry, reads: entry.accessRole };
  const fitting = operation.scopes.filter(
    (scope) => caller.scopes.includes(scope) && reaches(scope, caller, calendar, entry),
  );
  if (fitting.length === 0) throw errors.insufficientPermissions();
  const timeOnly = fitting.every((scope) => scope === 'calendar.events.freebusy');
  return { calendar, entry, reads: timeOnly ? 'freeBusyReader' : entry.accessRole };
}

function reaches(scope: string, caller: Caller, calendar: CalendarRecord, entry: EntryRecord): boolean {
  if (scope === 'calendar.app.created')
    return calendar.createdBy !== undefined && calendar.createdBy === caller.clientId;
  if (scope.startsWith('calendar.events.owned')) return entry.accessRole === 'owner';
  return scope !== 'calendar.events.public.readonly';
}

/** As `openCalendar`, for changes of events: needs a writer's role. */
export function openForWriting(
  context: Context,
  caller: Caller,
  calendarId: string,
  operation: Operation,
): CalendarView {
  const view = openCalendar(context, caller, calendarId, operation);
  if (!WRITERS.has(view.entry.accessRole)) throw errors.forbidden('You need to have writer access to this calendar.');
  return view;
}

/** As `openCalendar`, for changes of the calendar itself: needs its owner. */
export function openAsOwner(context: Context, caller: Caller, calendarId: string, operation: Operation): CalendarView {
  const view = openCalendar(context, caller, calendarId, operation);
  if (view.entry.accessRole !== 'owner') throw errors.forbidden('You need to have owner access to this calendar.');
  return view;
}
