import type { Context } from '../context';
import { etagOf, type AccessRole, type CalendarRecord, type EntryRecord } from '../state';
import { withoutUndefined } from '../events/event-input';

/** Background and text colours of calendars by colorId; four of Google's palette are enough to tell them apart. */
const COLORS: Record<string, string> = { '7': '#42d692', '14': '#9fe1e7', '17': '#9a9cff', '21': '#cca6ac' };

export const calendarJson = (calendar: CalendarRecord) =>
  withoutUndefined({
    kind: 'calendar#calendar',
    etag: etagOf(calendar.version),
    id: calendar.id,
    summary: calendar.summary,
    description: calendar.description,
    location: calendar.location,
    timeZone: calendar.timeZone,
    dataOwner: calendar.primary ? undefined : calendar.owner,
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
  });

export function entryJson(entry: EntryRecord, calendar: CalendarRecord) {
  const head = { kind: 'calendar#calendarListEntry', etag: etagOf(entry.version), id: entry.calendarId };
  if (entry.deleted) return { ...head, deleted: true };
  return withoutUndefined({
    ...head,
    summary: calendar.summary,
    description: calendar.description,
    location: calendar.location,
    timeZone: calendar.timeZone,
    summaryOverride: entry.summaryOverride,
    dataOwner: calendar.primary ? undefined : calendar.owner,
    colorId: entry.colorId,
    backgroundColor: COLORS[entry.colorId] ?? '#9fe1e7',
    foregroundColor: '#000000',
    hidden: entry.hidden || undefined,
    selected: entry.selected || undefined,
    accessRole: entry.accessRole,
    defaultReminders: entry.defaultReminders,
    primary: calendar.primary || undefined,
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
  });
}

/** Stores a list entry under a new version and tells the account's list channels. */
export function saveEntry(context: Context, entry: Omit<EntryRecord, 'version'>): EntryRecord {
  const version = context.state.nextVersion();
  context.changed({ kind: 'calendarList', account: entry.account });
  return context.state.entries.put(entry.account, entry.calendarId, { ...entry, version });
}

/** Stores a calendar under a new version, and with it every list that shows it. */
export function saveCalendar(context: Context, calendar: Omit<CalendarRecord, 'version'>): CalendarRecord {
  const saved = context.state.calendars.put('', calendar.id, { ...calendar, version: context.state.nextVersion() });
  for (const entry of context.state.entries.all()) if (entry.calendarId === calendar.id) saveEntry(context, entry);
  return saved;
}

export function addCalendar(
  context: Context,
  owner: string,
  calendar: {
    id: string;
    summary: string;
    timeZone: string;
    primary?: boolean;
    createdBy?: string;
    description?: string;
    location?: string;
  },
): CalendarRecord {
  const saved = saveCalendar(context, {
    primary: false,
    ...calendar,
    owner,
    syncFloor: context.state.version,
    deleted: false,
  });
  share(context, saved, owner, 'owner');
  return saved;
}

/** Gives an account a role in a calendar; a changed role makes its older sync tokens answer 410. */
export function share(
  context: Context,
  calendar: CalendarRecord,
  account: string,
  accessRole: AccessRole,
): EntryRecord {
  const before = context.state.entries.get(account, calendar.id);
  const fresh = {
    account,
    calendarId: calendar.id,
    hidden: false,
    selected: true,
    colorId: calendar.primary ? '14' : '17',
    defaultReminders: calendar.primary ? [{ method: 'popup', minutes: 30 }] : [],
  };
  const syncFloor = before ? context.state.nextVersion() : 0;
  return saveEntry(context, { ...fresh, ...before, accessRole, syncFloor, deleted: accessRole === 'none' });
}

/** Deletes a calendar for everybody: lists show it as deleted, its events answer 404, its channels hear `not_exists`. */
export function removeCalendar(context: Context, calendar: CalendarRecord): void {
  for (const entry of context.state.entries.all())
    if (entry.calendarId === calendar.id) saveEntry(context, { ...entry, deleted: true });
  context.state.calendars.put('', calendar.id, { ...calendar, deleted: true, version: context.state.nextVersion() });
  for (const event of context.state.events.of(calendar.id)) context.state.events.remove(calendar.id, event.id);
  context.changed({ kind: 'events', calendarId: calendar.id }, true);
}
