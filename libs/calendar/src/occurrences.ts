import { DomainError, type Interval } from '@kalends/kernel';
import { instantOf, lengthOf, timeKey } from './calendar-time';
import type { AppointmentContent, CalendarTime, ChangedOverride } from './content';
import { occurrenceTimes } from './occurrence-times';
import { dayOf } from './recurrence-days';
import { localDay, recurrenceSet, type WantedDays } from './recurrence-set';

const MAX_WINDOW_MS = 2 * 366 * 86_400_000;
const MAX_INSTANCES = 1_000;

/** One time that an appointment takes place; `start` and `end` are those of the override when there is one. */
export interface Occurrence {
  /** Null for a single appointment. */
  readonly recurrenceId: CalendarTime | null;
  readonly start: CalendarTime;
  readonly end: CalendarTime;
  readonly interval: Interval;
  readonly override?: ChangedOverride;
}

export interface OccurrenceOptions {
  /** The zone in which whole days begin and end: the branch's. */
  readonly zoneForDates: string;
  /** At most 1,000, which is the default: the earliest are returned. */
  readonly limit?: number;
}

/**
 * The occurrences that touch `window` (at most two years), in order of start. A series keeps its wall-clock time in the
 * zone of its start; every occurrence lasts exactly as long as the first (RFC 5545 section 3.8.5.3). Dates moved into
 * the window are in, those moved out or cancelled are not, and an override of a date that the series does not have
 * counts for nothing.
 * @throws DomainError `recurrence/window-too-wide`, `recurrence/not-supported`, `time-zone/unknown`
 */
export function occurrences(
  content: AppointmentContent,
  window: Interval,
  options: OccurrenceOptions,
): readonly Occurrence[] {
  if (window.end.getTime() - window.start.getTime() > MAX_WINDOW_MS) {
    throw new DomainError('invalid', 'recurrence/window-too-wide', 'Ask for at most two years at a time.');
  }
  const { zoneForDates } = options;
  const found: Occurrence[] = [];
  const add = (occurrence: Omit<Occurrence, 'interval'>): void => {
    const interval = { start: instantOf(occurrence.start, zoneForDates), end: instantOf(occurrence.end, zoneForDates) };
    if (touches(interval, window)) found.push({ ...occurrence, interval });
  };
  if (content.recurrence === null) {
    add({ recurrenceId: null, start: content.start, end: content.end });
    return found;
  }
  const overrides = new Map(content.overrides.map((override) => [timeKey(override.recurrenceId), override]));
  for (const recurrenceId of recurrenceSet(content.start, content.recurrence, wantedDays(content, window))) {
    const override = overrides.get(timeKey(recurrenceId));
    if (override?.cancelled) continue;
    const { start, end } = occurrenceTimes(content, recurrenceId, override);
    add({ recurrenceId, start, end, ...(override && { override }) });
  }
  found.sort((a, b) => a.interval.start.getTime() - b.interval.start.getTime());
  return found.slice(0, Math.min(options.limit ?? MAX_INSTANCES, MAX_INSTANCES));
}

/**
 * The days on which an occurrence can begin that touches the window, and the days of dates that were moved, from
 * wherever.
 */
function wantedDays(content: AppointmentContent, window: Interval): WantedDays {
  const day = (milliseconds: number): number => dayOf(new Date(milliseconds).toISOString().slice(0, 10));
  // A day more on both sides: zones are up to a day apart from UTC.
  return {
    from: day(window.start.getTime() - lengthOf(content.start, content.end)) - 1,
    to: day(window.end.getTime()) + 1,
    also: content.overrides
      .filter((override) => !override.cancelled && (override.start !== undefined || override.end !== undefined))
      .map((override) => localDay(override.recurrenceId, content.start)),
  };
}

/** An appointment without length touches the window in which its instant lies. */
const touches = ({ start, end }: Interval, window: Interval): boolean =>
  start < window.end && (end > window.start || (start.getTime() === end.getTime() && start >= window.start));
