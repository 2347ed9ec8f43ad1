import {
  type AppointmentContent,
  type Occurrence,
  instantOf,
  later,
  lengthOf,
  occurrences,
  timeKey,
  vetRule,
} from '@kalends/calendar';
import { type Interval, widen } from '@kalends/kernel';
import type { AppointmentFacts } from './appointment';

const DAY_MS = 86_400_000;
/** A series stands in the table from so long ago… */
const PAST_DAYS = 90;
/** …to so far ahead; a background part moves this horizon on. Together below the two years of one expansion. */
const AHEAD_DAYS = 550;
/** A series that is expanded less far ahead than this is due to be expanded again. */
export const DUE_DAYS = 520;

/** One resource's part in one occurrence. */
export interface Claim {
  /** `''` for a single appointment, else the key of the recurrence id: the instant or date of the series. */
  readonly occurrence: string;
  readonly resourceId: string;
  /** As people see it. */
  readonly start: Date;
  readonly end: Date;
  /** With buffers: what is taken of the resource. */
  readonly during: Interval;
  /** False when it is shown only: free time, a customer who did not come. */
  readonly holds: boolean;
}

/** Occurrences of a series that ended before this stay in the table as they were. */
export const historyStart = (now: Date): Date => new Date(now.getTime() - PAST_DAYS * DAY_MS);

/** The part of time for which the occurrences of a series stand in the table; null: all of a single appointment does. */
export function expansionWindow(content: AppointmentContent, now: Date, zone: string): Interval | null {
  if (!content.recurrence) return null;
  const from = Math.max(historyStart(now).getTime(), instantOf(content.start, zone).getTime());
  return { start: new Date(from), end: new Date(Math.max(from, now.getTime()) + AHEAD_DAYS * DAY_MS) };
}

/** What the appointment claims in `window`, in order of start and then resource. */
export function claims(facts: AppointmentFacts, window: Interval | null, zone: string): readonly Claim[] {
  if (facts.status === 'cancelled') return [];
  const { content, bufferBeforeMinutes, bufferAfterMinutes } = facts;
  return occurrencesIn(content, window, zone).flatMap(({ recurrenceId, interval, override }) => {
    const transparency = override?.transparency ?? content.transparency;
    const claim = {
      occurrence: recurrenceId ? timeKey(recurrenceId) : '',
      start: interval.start,
      end: interval.end,
      during: widen(interval, bufferBeforeMinutes, bufferAfterMinutes),
      holds: transparency === 'opaque' && facts.status !== 'no-show',
    };
    return facts.resourceIds.map((resourceId) => ({ ...claim, resourceId }));
  });
}

function occurrencesIn(content: AppointmentContent, window: Interval | null, zone: string): readonly Occurrence[] {
  if (window) return occurrences(content, window, { zoneForDates: zone });
  const start = instantOf(content.start, zone);
  return occurrences(content, { start, end: new Date(start.getTime() + 1000) }, { zoneForDates: zone });
}

/** When it is over for good, never earlier than that; null for a series whose end is not known. */
export function lastEnd(content: AppointmentContent, zone: string): Date | null {
  const { start, end, recurrence, overrides } = content;
  if (!recurrence) return instantOf(end, zone);
  const length = lengthOf(start, end);
  const lastOfRule = ruleEnd(content, zone);
  if (!lastOfRule) return null;
  const ends = [
    ...recurrence.rdates.map((time) => later(time, length)),
    ...overrides.flatMap((override) => {
      if (override.cancelled) return [];
      return override.end ? [override.end] : override.start ? [later(override.start, length)] : [];
    }),
  ].map((time) => instantOf(time, zone).getTime());
  return new Date(Math.max(lastOfRule.getTime(), ...ends));
}

function ruleEnd({ start, end, recurrence }: AppointmentContent, zone: string): Date | null {
  const length = lengthOf(start, end);
  if (!recurrence || recurrence.rule === '') return instantOf(end, zone);
  const { until, count } = vetRule(recurrence.rule);
  // A day for the zone and a day for the rest of the last day.
  if (until)
    return new Date(Date.parse(`${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`) + length + 2 * DAY_MS);
  if (count === null) return null;
  // COUNT says when only by counting: done within one expansion, else it stays open.
  const from = instantOf(start, zone);
  const window = { start: from, end: new Date(from.getTime() + 2 * 365 * DAY_MS) };
  const bare = { recurrence: { ...recurrence, rdates: [], exdates: [] }, start, end, overrides: [] };
  const all = occurrences({ ...EMPTY, ...bare }, window, { zoneForDates: zone });
  return all.length === count ? all[all.length - 1]!.interval.end : null;
}

const EMPTY = { title: '', description: '', location: '', transparency: 'opaque', visibility: 'default' } as const;
