import { openCalendar, type CalendarView } from '../access';
import type { Caller, Context } from '../context';
import { isoOf } from '../context';
import { errors } from '../google-error';
import { ok, type Answer, type ApiRequest, type Operation } from '../operation';
import { etagOf } from '../state';
import { instantOf } from '../time';
import { page, compareCursors, type Cursor } from '../tokens';
import { presentEvent } from './event-output';
import { readEventQuery, type EventQuery } from './event-query';
import { isAllDay, isCancelled, isSeries, type EventRecord, type EventTime } from './event-record';
import { forgetOldTombstones, isOfLiveSeries, MEMORY } from './event-store';
import { plainInstance, plainInstances } from './series';

/** events.list: full, incremental (syncToken), or a search; google.md section 1. */
export function listEvents(context: Context, caller: Caller, request: ApiRequest, operation: Operation): Answer {
  const view = openCalendar(context, caller, request.params.calendarId!, operation);
  const { calendar } = view;
  const query = readEventQuery(request, `events:${calendar.id}`);
  checkAge(context, view, query);
  forgetOldTombstones(context, calendar.id);
  const found = candidates(context, view, query)
    .filter((event) => matches(context, view, query, event))
    .map((item) => ({ cursor: cursorOf(item, query, calendar.timeZone), item }))
    .sort((a, b) => compareCursors(a.cursor, b.cursor));
  const { items, ...tokens } = page(`events:${calendar.id}`, request, found, {
    size: Math.min(query.maxResults, context.settings.pageSize ?? Infinity),
    version: context.state.version,
    now: context.now,
    mode: query.mode,
  });
  const presentation = {
    view,
    account: caller.account,
    timeZone: query.timeZone ?? calendar.timeZone,
    bareTombstones: context.settings.tombstones === 'bare',
    maxAttendees: query.maxAttendees,
  };
  return ok({
    kind: 'calendar#events',
    etag: etagOf(context.state.version),
    summary: calendar.summary,
    description: calendar.description,
    updated: isoOf(context.now),
    timeZone: query.timeZone ?? calendar.timeZone,
    accessRole: view.entry.accessRole,
    defaultReminders: view.entry.defaultReminders,
    ...tokens,
    items: items.map((event) => presentEvent(context, event, presentation)),
  });
}

function checkAge(context: Context, { calendar, entry }: CalendarView, { sync, updatedMin }: EventQuery): void {
  if (sync && (sync.version < Math.max(calendar.syncFloor, entry.syncFloor) || sync.issued < context.now - MEMORY))
    throw errors.fullSyncRequired();
  if (updatedMin !== undefined && updatedMin < context.now - MEMORY) throw errors.updatedMinTooLongAgo();
}

/** Everything that the calendar could show: masters and exceptions, or with singleEvents the instances instead of masters. */
function candidates(context: Context, { calendar }: CalendarView, query: EventQuery): EventRecord[] {
  const records = context.state.events.of(calendar.id);
  if (!query.singleEvents) return records;
  const stored = new Set(records.map((event) => event.id));
  return records.flatMap((event) => {
    if (query.sync && event.version <= query.sync.version) return [];
    const gone = event.gone ? goneInstances(event, stored) : [];
    if (!isSeries(event)) return [event, ...gone];
    const plain = isCancelled(event) ? [] : plainInstances(event, context.now).filter(({ id }) => !stored.has(id));
    return [...plain, ...gone];
  });
}

function goneInstances(master: EventRecord, stored: ReadonlySet<string>): EventRecord[] {
  return Object.entries(master.gone!)
    .filter(([id]) => id === master.id || !stored.has(id))
    .map(([id, { version, originalStart }]) => {
      const instance = originalStart ? plainInstance(master, originalStart) : master;
      return { ...instance, id, version, content: { ...instance.content, status: 'cancelled' as const } };
    });
}

function matches(context: Context, view: CalendarView, query: EventQuery, event: EventRecord): boolean {
  if (query.eventTypes.length > 0 && !query.eventTypes.includes(event.content.eventType)) return false;
  if (query.sync) return event.version > query.sync.version;
  if (query.updatedMin !== undefined && Date.parse(event.updated) < query.updatedMin) return false;
  if (isCancelled(event) && !showsCancelled(context, query, event)) return false;
  if (query.iCalUID !== undefined && event.iCalUID !== query.iCalUID) return false;
  if (!query.properties.every(({ kind, key, value }) => event.content.extendedProperties?.[kind]?.[key] === value))
    return false;
  if (query.words.length > 0 && (view.reads === 'freeBusyReader' || !containsWords(event, query.words))) return false;
  return isInWindow(context, event, query, view.calendar.timeZone);
}

function showsCancelled(context: Context, query: EventQuery, event: EventRecord): boolean {
  if (query.showDeleted || query.updatedMin !== undefined) return true;
  return !query.singleEvents && isOfLiveSeries(context, event);
}

function containsWords({ content, organizer }: EventRecord, words: readonly string[]): boolean {
  const guests = content.attendees?.flatMap(({ email, displayName }) => [email, displayName]) ?? [];
  const text = [content.summary, content.description, content.location, organizer, ...guests].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** timeMin bounds the end and timeMax the start, both exclusive; a series is in when one of its instances is. */
function isInWindow(context: Context, event: EventRecord, { timeMin, timeMax }: EventQuery, zone: string): boolean {
  if (timeMin === undefined && timeMax === undefined) return true;
  const spans = isSeries(event) ? plainInstances(event, context.now) : [event];
  return spans.some(({ content }) => {
    if (timeMin !== undefined && instantIn(content.end, zone) <= timeMin) return false;
    return timeMax === undefined || instantIn(content.start, zone) < timeMax;
  });
}

/** All-day dates begin at midnight of the calendar's zone. */
function instantIn(time: EventTime, zone: string): number {
  return isAllDay(time) ? instantOf(Date.parse(`${time.date}T00:00:00Z`), zone) : Date.parse(time.instant);
}

function cursorOf(event: EventRecord, { orderBy }: EventQuery, zone: string): Cursor {
  if (orderBy === 'startTime') return [instantIn(event.content.start, zone), event.id];
  return [orderBy === 'updated' ? Date.parse(event.updated) : 0, event.id];
}

/** events.instances of one series, changed instances among them. */
export function listInstances(context: Context, caller: Caller, request: ApiRequest, operation: Operation): Answer {
  const view = openCalendar(context, caller, request.params.calendarId!, operation);
  const { calendar } = view;
  const master = context.state.events.get(calendar.id, request.params.eventId!);
  if (!master) throw errors.notFound();
  const query = readEventQuery(
    { ...request, query: { ...request.query, singleEvents: 'true', syncToken: undefined } },
    '',
  );
  const own = candidates(context, view, query).filter((event) => (event.recurringEventId ?? event.id) === master.id);
  const originalStart = request.query.originalStart;
  const found = own
    .filter((event) => matches(context, view, query, event))
    .filter((event) => originalStart === undefined || isOriginalStart(event, String(originalStart), calendar.timeZone))
    .map((item) => ({ cursor: cursorOf(item, { ...query, orderBy: 'startTime' }, calendar.timeZone), item }))
    .sort((a, b) => compareCursors(a.cursor, b.cursor));
  const { items, ...tokens } = page(`instances:${calendar.id}:${master.id}`, request, found, {
    size: Math.min(query.maxResults, context.settings.pageSize ?? Infinity),
    version: context.state.version,
    now: context.now,
    mode: null,
  });
  const timeZone = query.timeZone ?? calendar.timeZone;
  const presentation = {
    view,
    account: caller.account,
    timeZone,
    bareTombstones: false,
    maxAttendees: query.maxAttendees,
  };
  return ok({
    kind: 'calendar#events',
    etag: etagOf(master.version),
    summary: calendar.summary,
    updated: master.updated,
    timeZone,
    accessRole: view.entry.accessRole,
    defaultReminders: view.entry.defaultReminders,
    ...tokens,
    items: items.map((event) => presentEvent(context, event, presentation)),
  });
}

function isOriginalStart(event: EventRecord, text: string, zone: string): boolean {
  if (!event.originalStart) return false;
  if (isAllDay(event.originalStart)) return event.originalStart.date === text.slice(0, 10);
  return instantIn(event.originalStart, zone) === Date.parse(text);
}
