import type { Evidence, SeenMapping, SeenRevision, Violation } from './evidence';
import { revisionsOf } from './timeline';
import type { EventState } from '../world/google';

/** A field that both sides can change, as each side says it. */
interface Field {
  readonly name: string;
  readonly inGoogle: (state: EventState) => string;
  readonly inKalends: (revision: SeenRevision) => string;
  /** What a recorded conflict has lost of it, as text; null: it is about another field. */
  readonly lost: (conflict: SeenRevision['conflicts'][number]) => string | null;
}

const instant = (time: unknown): string => {
  const { at, instant: told, date } = time as { at?: string; instant?: string; date?: string };
  const text = at ?? told;
  return text === undefined ? (date ?? '') : new Date(text).toISOString();
};

const fields: readonly Field[] = [
  {
    name: 'title',
    inGoogle: ({ event }) => event.content.summary ?? '',
    inKalends: ({ state }) => state.content.title,
    lost: ({ field, lost }) => (field === 'title' ? String(lost) : null),
  },
  {
    name: 'time',
    inGoogle: ({ event }) => `${instant(event.content.start)} ${instant(event.content.end)}`,
    inKalends: ({ state }) => `${instant(state.content.start)} ${instant(state.content.end)}`,
    lost: ({ field, lost }) => {
      if (field !== 'time') return null;
      const { start, end } = lost as { start?: unknown; end?: unknown };
      return start && end ? `${instant(start)} ${instant(end)}` : JSON.stringify(lost);
    },
  },
];

/**
 * I6: no edit of a person is overwritten by the other side unseen. What a person wrote in Google and Kalends wrote over has
 * been in the timeline or in a conflict; what a person wrote in Kalends and Google's side replaced has been in Google or
 * in a conflict.
 */
export function judgeLostEdits(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const revisions = revisionsOf(evidence);
  const whole = evidence.states.filter(({ event }) => event.recurringEventId === undefined);
  const states = Map.groupBy(whole, ({ calendarId, event }) => `${calendarId} ${event.id}`);
  const told = Map.groupBy(evidence.revisions, ({ appointmentId }) => appointmentId);
  const twoWay = new Set(evidence.links.filter(({ mode }) => mode === 'two-way').map(({ id }) => id));
  const links = new Map(evidence.links.map((link) => [link.id, link]));
  const caused = Map.groupBy(evidence.revisions, ({ cause }) => links.get(cause.details['linkId'] ?? '')?.calendarId);
  const historyOf = ({ linkId, eventId }: SeenMapping): EventState[] =>
    states.get(`${links.get(linkId)?.calendarId} ${eventId}`) ?? [];
  const known = eventsOf(evidence);
  for (const mapping of evidence.mappings) {
    const { appointmentId, linkId, google } = mapping;
    if (!twoWay.has(linkId) || google.is === 'parked') continue;
    const entries = revisions.get(appointmentId) ?? [];
    const { resourceId, calendarId } = links.get(linkId)!;
    found.push(...lostReturns(historyOf(mapping), resourceId, entries, caused.get(calendarId) ?? []));
    const conflicts = (told.get(appointmentId) ?? []).flatMap((revision) => revision.conflicts);
    for (const field of fields) {
      const lost = new Set(conflicts.map((each) => field.lost(each)));
      found.push(
        ...lostInGoogle(field, historyOf(mapping), entries, lost),
        ...lostInKalends(field, known.get(appointmentId) ?? [], entries, lost),
      );
    }
  }
  return found;
}

/** States of all events that an appointment has ever had, in whichever calendar. */
function eventsOf({ mappings, revisions, states }: Evidence): ReadonlyMap<string, readonly EventState[]> {
  const owners = new Map(mappings.map(({ eventId, appointmentId }) => [eventId, appointmentId]));
  for (const { cause, appointmentId } of revisions) {
    owners.set(appointmentId.replaceAll('-', ''), appointmentId);
    const { eventId } = cause.details;
    if (eventId !== undefined) owners.set(eventId, appointmentId);
  }
  return Map.groupBy(states, ({ event }) => owners.get(event.id) ?? '');
}

/**
 * An event that a person took out of the bin and that Kalends deleted again without a word, though nobody here wanted it back,
 * too, and changed his mind.
 * @param fromHere what the calendar's events caused
 */
function lostReturns(
  history: readonly EventState[],
  resourceId: string,
  entries: readonly SeenRevision[],
  fromHere: readonly SeenRevision[],
): Violation[] {
  const found: Violation[] = [];
  for (let index = 2; index < history.length; index += 1) {
    const [before, returned, after] = [history[index - 2]!, history[index - 1]!, history[index]!];
    const isReturn = isCancelled(before) && !isCancelled(returned) && returned.by === 'person';
    if (!isReturn || after.by !== 'kalends' || !isCancelled(after)) continue;
    // Who had not heard of the deletion sees an event that is as it was.
    const isHeard =
      before.by === 'kalends' ||
      fromHere.some(
        ({ kind, cause, at }) =>
          kind === 'cancelled' && cause.details['eventId'] === returned.event.id && Date.parse(at) <= returned.at,
      );
    if (!isHeard) continue;
    const isTold = fromHere.some(
      ({ cause, at }) => cause.details['eventId'] === returned.event.id && Date.parse(at) >= returned.at,
    );
    const inForce = entries.findLast(({ at }) => Date.parse(at) <= returned.at)?.state;
    const isHere = inForce?.status !== 'cancelled' && inForce?.resourceIds.includes(resourceId) === true;
    const isBackHere = entries.some(
      ({ at, state }) => state.status !== 'cancelled' && Date.parse(at) >= returned.at && Date.parse(at) <= after.at,
    );
    // A calendar that is emptied on order gets its appointments' events back.
    const next = history[index + 1];
    const isWrittenAnew = next !== undefined && next.by === 'kalends' && !isCancelled(next);
    if (!isTold && !isHere && !isBackHere && !isWrittenAnew)
      found.push({ invariant: 'I6', says: `${returned.event.id} came back from the bin and was deleted again unseen` });
  }
  return found;
}

const isCancelled = ({ event }: EventState): boolean => event.content.status === 'cancelled';

function lostInGoogle(
  field: Field,
  history: readonly EventState[],
  entries: readonly SeenRevision[],
  lost: ReadonlySet<string | null>,
): Violation[] {
  const found: Violation[] = [];
  const seen = new Set(entries.map((entry) => field.inKalends(entry)));
  for (let index = 1; index < history.length; index += 1) {
    const [before, after] = [history[index - 1]!, history[index]!];
    const value = field.inGoogle(before);
    // Whoever deletes an event gives up what was in it.
    const isEdited = before.by === 'person' && !isCancelled(before);
    const isOverwritten = after.by === 'kalends' && isEdited && field.inGoogle(after) !== value;
    if (isOverwritten && !seen.has(value) && !lost.has(value))
      found.push({
        invariant: 'I6',
        says: `${field.name} “${value}” of ${before.event.id}, written in Google, was overwritten unseen`,
      });
  }
  return found;
}

function lostInKalends(
  field: Field,
  history: readonly EventState[],
  entries: readonly SeenRevision[],
  lost: ReadonlySet<string | null>,
): Violation[] {
  const found: Violation[] = [];
  const exported = new Set(history.map((state) => field.inGoogle(state)));
  for (let index = 1; index < entries.length; index += 1) {
    const [before, after] = [entries[index - 1]!, entries[index]!];
    const value = field.inKalends(before);
    const isReplaced = after.origin === 'google' && before.origin !== 'google' && field.inKalends(after) !== value;
    if (isReplaced && !exported.has(value) && !lost.has(value))
      found.push({
        invariant: 'I6',
        says: `${field.name} “${value}” of ${before.appointmentId}, written in Kalends, was replaced unseen`,
      });
  }
  return found;
}
