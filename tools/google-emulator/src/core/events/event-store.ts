import { isDeepStrictEqual } from 'node:util';
import { isoOf, type Context } from '../context';
import { isCancelled, isSeries, type EventContent, type EventRecord, type EventTime } from './event-record';
import { instanceById, instanceIds, masterIdOf } from './series';

const DAY = 86_400_000;

/** How long deleted events can still be seen; sync tokens and updatedMin reach back a little less. */
export const TOMBSTONE_LIFE = 30 * DAY;
export const MEMORY = 29 * DAY;

/** The event, changed instance, or instance made by a series' rules with this id; deleted ones too. */
export function findEvent(context: Context, calendarId: string, id: string): EventRecord | undefined {
  const stored = context.state.events.get(calendarId, id);
  if (stored) return stored;
  const masterId = masterIdOf(id);
  const master = masterId === null ? undefined : context.state.events.get(calendarId, masterId);
  return master && isSeries(master) ? instanceById(master, id, context.now) : undefined;
}

export function exceptionsOf(context: Context, calendarId: string, masterId: string): EventRecord[] {
  return context.state.events.of(calendarId).filter((event) => event.recurringEventId === masterId);
}

export type Draft = Omit<EventRecord, 'version' | 'updated'>;

/**
 * Stores an event under a new version, with what follows for the rest of its series. Storing what is already there changes
 * nothing; a change of the reminders alone leaves `updated` as it was.
 */
export function saveEvent(context: Context, before: EventRecord | undefined, draft: Draft): EventRecord {
  const isStored = context.state.events.get(draft.calendarId, draft.id) !== undefined;
  if (before && isStored && sameDraft(before, draft)) return before;
  const onlyReminders =
    before !== undefined &&
    sameDraft(before, { ...draft, content: { ...draft.content, reminders: before.content.reminders } });
  const version = context.state.nextVersion();
  const updated = onlyReminders ? before.updated : isoOf(context.now);
  const after = withGone(context, before, { ...draft, version, updated });
  context.state.events.put(after.calendarId, after.id, after);
  context.changed({ kind: 'events', calendarId: after.calendarId });
  if (before && !before.recurringEventId && (isSeries(before) || isSeries(after)))
    saveExceptions(context, before, after);
  return after;
}

function sameDraft(before: EventRecord, draft: Draft): boolean {
  return isDeepStrictEqual(comparable(before), comparable(draft));
}

const comparable = (draft: Draft) => ({ cancelledBySeries: undefined, ...draft, version: null, updated: null });

/** What a list of single events shows of this record. */
function shownInstances(context: Context, event: EventRecord | undefined): ReadonlyMap<string, EventTime | null> {
  if (!event) return new Map();
  // A single event shows itself, also that it is cancelled; of a cancelled series nothing is shown.
  if (!isSeries(event)) return new Map([[event.id, null]]);
  return isCancelled(event) ? new Map() : instanceIds(event, context.now);
}

/** Remembers which instances the change took away: lists of single events must report them as cancelled. */
function withGone(context: Context, before: EventRecord | undefined, after: EventRecord): EventRecord {
  if (after.recurringEventId || !before || !(isSeries(before) || isSeries(after) || before.gone)) return after;
  const shown = shownInstances(context, after);
  const gone = new Map(Object.entries(before.gone ?? {}));
  for (const [id, originalStart] of shownInstances(context, before))
    gone.set(id, { version: after.version, originalStart });
  for (const id of shown.keys()) gone.delete(id);
  return { ...after, gone: Object.fromEntries(gone) };
}

function saveExceptions(context: Context, before: EventRecord, after: EventRecord): void {
  const instances = isSeries(after) ? instanceIds(after, context.now) : new Map<string, EventTime>();
  for (const exception of exceptionsOf(context, after.calendarId, after.id)) {
    const next = exceptionAfter(exception, before, after, instances.has(exception.id));
    if (next) saveEvent(context, exception, next);
  }
}

function exceptionAfter(
  exception: EventRecord,
  before: EventRecord,
  after: EventRecord,
  isInSeries: boolean,
): Draft | null {
  if (isCancelled(after) || !isInSeries) {
    if (isCancelled(exception)) return null;
    return { ...exception, cancelledBySeries: true, content: { ...exception.content, status: 'cancelled' } };
  }
  if (isCancelled(exception) && !exception.cancelledBySeries) return null;
  const content = inherit(exception.content, before.content, after.content);
  if (!exception.cancelledBySeries) return { ...exception, content };
  return { ...exception, cancelledBySeries: undefined, content: { ...content, status: after.content.status } };
}

/** A changed instance follows the series in every field that it had not changed itself. */
function inherit(own: EventContent, before: EventContent, after: EventContent): EventContent {
  const inherited: Record<string, unknown> = { ...own };
  const {
    start: _start,
    end: _end,
    recurrence: _recurrence,
    sequence: _sequence,
    status: _status,
    ...fields
  } = { ...before, ...after };
  for (const name of Object.keys(fields) as (keyof EventContent)[]) {
    if (!isDeepStrictEqual(own[name], before[name])) continue;
    if (after[name] === undefined) delete inherited[name];
    else inherited[name] = after[name];
  }
  return inherited as unknown as EventContent;
}

/** Deleted events disappear for good after a while; cancelled instances stay as long as their series lives. */
export function forgetOldTombstones(context: Context, calendarId: string, lifeMs = TOMBSTONE_LIFE): void {
  const oldest = context.now - lifeMs;
  for (const event of context.state.events.of(calendarId)) {
    if (!isCancelled(event) || Date.parse(event.updated) > oldest || isOfLiveSeries(context, event)) continue;
    context.state.events.remove(calendarId, event.id);
  }
}

export function isOfLiveSeries(context: Context, event: EventRecord): boolean {
  const master = event.recurringEventId && context.state.events.get(event.calendarId, event.recurringEventId);
  return Boolean(master && !isCancelled(master) && isSeries(master));
}
