import { addDays } from '../time';
import { isAllDay, isSeries, type EventRecord, type EventTime } from './event-record';
import { keyOf, occurrenceStarts } from './recurrence';

interface Expansion {
  readonly year: number;
  readonly starts: readonly EventTime[];
  readonly ids: ReadonlyMap<string, EventTime>;
}

/** Records are replaced when they change, so that an expansion holds for as long as its record lives. */
const expansions = new WeakMap<EventRecord, Expansion>();

function expansionOf(master: EventRecord, today: number): Expansion {
  const year = new Date(today).getUTCFullYear();
  const known = expansions.get(master);
  if (known?.year === year) return known;
  const starts = isSeries(master) ? occurrenceStarts(master.content.start, master.content.recurrence!, today) : [];
  const ids = new Map(starts.map((start) => [instanceId(master.id, start), start]));
  const expansion = { year, starts, ids };
  expansions.set(master, expansion);
  return expansion;
}

/** `master_YYYYMMDDTHHMMSSZ`, and `master_YYYYMMDD` for whole days. */
export function instanceId(masterId: string, originalStart: EventTime): string {
  const text = isAllDay(originalStart) ? originalStart.date : originalStart.instant;
  return `${masterId}_${text.replaceAll(/[-:]/g, '')}`;
}

export function masterIdOf(id: string): string | null {
  return /^(.+)_\d{8}(?:T\d{6}Z)?$/.exec(id)?.[1] ?? null;
}

/** Instance id → original start, of everything the series' rules make. */
export function instanceIds(master: EventRecord, today: number): ReadonlyMap<string, EventTime> {
  return expansionOf(master, today).ids;
}

/** The end that an event of the series' length has when it starts at `start`. */
function endFrom(master: EventRecord, start: EventTime): EventTime {
  const length = keyOf(master.content.end) - keyOf(master.content.start);
  if (isAllDay(start)) return { date: addDays(start.date, Math.round(length / 86_400_000)) };
  return { instant: `${new Date(keyOf(start) + length).toISOString().slice(0, 19)}Z`, timeZone: start.timeZone };
}

/** The instance as the series makes it, before any change of its own. */
export function plainInstance(master: EventRecord, originalStart: EventTime): EventRecord {
  const { recurrence: _recurrence, ...content } = master.content;
  const { gone: _gone, ...record } = master;
  return {
    ...record,
    id: instanceId(master.id, originalStart),
    recurringEventId: master.id,
    originalStart,
    content: { ...content, start: originalStart, end: endFrom(master, originalStart) },
  };
}

/** The instance with this id if the series' rules make one. */
export function instanceById(master: EventRecord, id: string, today: number): EventRecord | undefined {
  const originalStart = expansionOf(master, today).ids.get(id);
  return originalStart && plainInstance(master, originalStart);
}

/** All plain instances of a series, ascending. */
export function plainInstances(master: EventRecord, today: number): EventRecord[] {
  return expansionOf(master, today).starts.map((start) => plainInstance(master, start));
}
