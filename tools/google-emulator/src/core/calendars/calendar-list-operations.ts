import { openCalendar } from '../access';
import type { Caller, Context } from '../context';
import { errors } from '../google-error';
import { mergePatch, type Json } from '../events/event-input';
import { bodyOf } from '../events/write-event';
import { MEMORY } from '../events/event-store';
import { checkIfMatch, flag, isKnown, noContent, ok, positive, single, type Operation } from '../operation';
import { watchOperation } from '../push/watch';
import { etagOf, type AccessRole, type EntryRecord } from '../state';
import { page, readSyncToken, type SyncToken } from '../tokens';
import { entryJson, saveEntry } from './calendar-records';

const LIST = '/users/me/calendarList';
const ENTRY = `${LIST}/:calendarId`;
const READ_ALL = ['calendar', 'calendar.calendarlist', 'calendar.calendarlist.readonly', 'calendar.readonly'];
const WRITE = ['calendar', 'calendar.app.created', 'calendar.calendarlist'];
const ROLES: readonly AccessRole[] = [
  'none',
  'freeBusyReader',
  'reader',
  'writerWithoutPrivateAccess',
  'writer',
  'owner',
];

const listEntries: Operation['run'] = (context, caller, request) => {
  const { query } = request;
  const of = `calendarList:${caller.account}`;
  const token = single(query, 'syncToken');
  const sync = token === undefined ? null : readSyncToken(token, of);
  const least = single(query, 'minAccessRole') as AccessRole | undefined;
  if (least !== undefined && !ROLES.includes(least)) throw errors.invalid('Invalid Value', 'minAccessRole');
  if (sync) checkSync(context, sync, least, [flag(query, 'showDeleted'), flag(query, 'showHidden')]);
  const shown = (entry: EntryRecord) => {
    if (sync) return entry.version > sync.version;
    if ((entry.deleted && !flag(query, 'showDeleted')) || (entry.hidden && !flag(query, 'showHidden'))) return false;
    return least === undefined || ROLES.indexOf(entry.accessRole) >= ROLES.indexOf(least);
  };
  const found = context.state.entries
    .of(caller.account)
    .filter(shown)
    .sort((a, b) => (a.calendarId < b.calendarId ? -1 : 1))
    .map((item) => ({ cursor: [0, item.calendarId] as const, item }));
  const { items, ...tokens } = page(of, request, found, {
    size: Math.min(positive(query, 'maxResults') ?? 100, 250, context.settings.pageSize ?? Infinity),
    version: context.state.version,
    now: context.now,
    mode: least === undefined ? '' : null,
  });
  return ok({
    kind: 'calendar#calendarList',
    etag: etagOf(context.state.version),
    ...tokens,
    items: items.map((entry) => entryJson(entry, context.state.calendars.get('', entry.calendarId)!)),
  });
};

function checkSync(context: Context, sync: SyncToken, least: string | undefined, shows: (boolean | undefined)[]): void {
  if (least !== undefined) throw errors.badRequest('Bad Request: minAccessRole cannot be combined with syncToken');
  if (shows.includes(false))
    throw errors.badRequest('Bad Request: deleted and hidden entries cannot be left out with syncToken');
  if (sync.issued < context.now - MEMORY) throw errors.fullSyncRequired();
}

function openEntry(...[context, caller, request, operation]: Parameters<Operation['run']>) {
  const view = openCalendar(context, caller, request.params.calendarId!, operation);
  if (view.entry.deleted) throw errors.notFound();
  return view;
}

const getEntry: Operation['run'] = (...call) => {
  const { entry, calendar } = openEntry(...call);
  const etag = etagOf(entry.version);
  return isKnown(call[2], etag) ? { status: 304, headers: { ETag: etag } } : ok(entryJson(entry, calendar));
};

/** Puts a calendar that the account may already read back into its list. */
const insertEntry: Operation['run'] = (context, caller, request) => {
  const body = bodyOf(request);
  const entry = typeof body.id === 'string' ? context.state.entries.get(caller.account, body.id) : undefined;
  const calendar = entry && context.state.calendars.get('', entry.calendarId);
  if (!entry || !calendar || calendar.deleted || entry.accessRole === 'none') throw errors.notFound();
  return ok(entryJson(saveEntry(context, { ...entry, ...readEntry(body), deleted: false }), calendar));
};

function changeEntry(whole: boolean): Operation['run'] {
  return (context, caller, request, operation) => {
    const { entry, calendar } = openEntry(context, caller, request, operation);
    checkIfMatch(request, etagOf(entry.version));
    const { summaryOverride, colorId, hidden, selected, defaultReminders } = entry;
    const before: Json = { summaryOverride, colorId, hidden, selected, defaultReminders };
    const fields = readEntry(whole ? bodyOf(request) : mergePatch(before, bodyOf(request)));
    return ok(entryJson(saveEntry(context, { ...entry, ...fields }), calendar));
  };
}

function readEntry(
  body: Json,
): Pick<EntryRecord, 'summaryOverride' | 'colorId' | 'hidden' | 'selected' | 'defaultReminders'> {
  const {
    summaryOverride,
    colorId = '17',
    hidden = false,
    selected = false,
    defaultReminders = [],
  } = body as Partial<EntryRecord>;
  return {
    summaryOverride: summaryOverride || undefined,
    colorId,
    hidden,
    selected,
    defaultReminders,
  };
}

/** Unsubscribes; the account's own calendars stay in its list until they are deleted. */
const removeEntry: Operation['run'] = (context: Context, caller: Caller, request, operation) => {
  const { entry, calendar } = openEntry(context, caller, request, operation);
  if (calendar.owner === caller.account) throw errors.forbidden('Your own calendar cannot be removed from the list.');
  saveEntry(context, { ...entry, deleted: true });
  return noContent;
};

export const calendarListOperations: readonly Operation[] = [
  { id: 'calendar.calendarList.list', verb: 'get', path: LIST, scopes: READ_ALL, writes: false, run: listEntries },
  {
    id: 'calendar.calendarList.insert',
    verb: 'post',
    path: LIST,
    scopes: ['calendar', 'calendar.calendarlist'],
    writes: true,
    run: insertEntry,
  },
  watchOperation('calendar.calendarList.watch', `${LIST}/watch`, READ_ALL, (_context, caller) => ({
    kind: 'calendarList',
    account: caller.account,
  })),
  {
    id: 'calendar.calendarList.get',
    verb: 'get',
    path: ENTRY,
    scopes: [...READ_ALL, 'calendar.app.created'],
    writes: false,
    run: getEntry,
  },
  { id: 'calendar.calendarList.update', verb: 'put', path: ENTRY, scopes: WRITE, writes: true, run: changeEntry(true) },
  {
    id: 'calendar.calendarList.patch',
    verb: 'patch',
    path: ENTRY,
    scopes: WRITE,
    writes: true,
    run: changeEntry(false),
  },
  { id: 'calendar.calendarList.delete', verb: 'delete', path: ENTRY, scopes: WRITE, writes: true, run: removeEntry },
];
