import { dateOf, fromWallClock, isWholeDay, timeKey, wallClock, zonedInstant } from './calendar-time';
import type { CalendarTime, Recurrence } from './content';
import { dateOfDay, dayOf, recurrenceDays, type Day } from './recurrence-days';
import { vetRule } from './recurrence-rule';

/** Which local days (in the zone of the series' start) to make occurrences for. */
export interface WantedDays {
  /** From `from` to `to`, both included. */
  readonly from: Day;
  readonly to: Day;
  /** And these. */
  readonly also: readonly Day[];
}

/**
 * The RECURRENCE-IDs of a series: its start and what its rule makes on the wanted days, and all RDATEs, without the
 * EXDATEs; unsorted. The wall-clock time of `start` in its own zone is kept over every change of the clocks.
 * @throws DomainError `recurrence/not-supported`, `time-zone/unknown`
 */
export function recurrenceSet(
  start: CalendarTime,
  recurrence: Recurrence,
  wanted: WantedDays,
): readonly CalendarTime[] {
  const set = new Map<string, CalendarTime>();
  for (const time of ruleTimes(start, recurrence.rule, wanted)) set.set(timeKey(time), time);
  for (const time of recurrence.rdates) set.set(timeKey(time), time);
  for (const time of recurrence.exdates) set.delete(timeKey(time));
  return [...set.values()];
}

/** Which of `ids` the series really has. */
export function knownRecurrenceIds(
  start: CalendarTime,
  recurrence: Recurrence,
  ids: readonly CalendarTime[],
): ReadonlySet<string> {
  const also = ids.map((id) => localDay(id, start));
  const set = new Set(recurrenceSet(start, recurrence, { from: Infinity, to: -Infinity, also }).map(timeKey));
  return new Set(ids.map(timeKey).filter((key) => set.has(key)));
}

/** The day on which `time` lies for the series that begins at `start`. */
export const localDay = (time: CalendarTime, start: CalendarTime): Day =>
  dayOf(isWholeDay(time) || isWholeDay(start) ? dateOf(time) : dateOf(zonedInstant(new Date(time.at), start.zone)));

function* ruleTimes(start: CalendarTime, ruleText: string, wanted: WantedDays): Generator<CalendarTime> {
  if (ruleText === '') {
    yield start;
    return;
  }
  const rule = vetRule(ruleText);
  const also = new Set(wanted.also);
  const from = wanted.also.reduce((least, day) => Math.min(least, day), wanted.from);
  const to = wanted.also.reduce((most, day) => Math.max(most, day), wanted.to);
  const until = rule.until === null ? null : untilFor(rule.until, start);
  const firstDay = dayOf(dateOf(start));
  // A time of day is put on a day (the costly part) on wanted days only.
  const timeOfDay = isWholeDay(start) ? '' : wallClock(start).slice(10);
  for (const day of recurrenceDays(
    rule,
    firstDay,
    from,
    until === null ? to : Math.min(to, Math.max(dayOf(dateOf(until)), firstDay)),
  )) {
    if (!(day >= wanted.from && day <= wanted.to) && !also.has(day)) continue;
    const date = dateOfDay(day);
    const time = day === firstDay ? start : isWholeDay(start) ? { date } : fromWallClock(date + timeOfDay, start.zone);
    if (day === firstDay || until === null || timeKey(time) <= timeKey(until)) yield time;
  }
}

/**
 * UNTIL as a time of the start's kind, in its zone: a date closes with the end of that local day, a date-time on whole
 * days with its date.
 */
export function untilFor(until: string, start: CalendarTime): CalendarTime {
  const date = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;
  if (isWholeDay(start)) return { date };
  if (until.length === 8) return fromWallClock(`${date}T23:59:59`, start.zone);
  const time = `${until.slice(9, 11)}:${until.slice(11, 13)}:${until.slice(13, 15)}`;
  return until.endsWith('Z')
    ? { at: `${date}T${time}Z`, zone: start.zone }
    : fromWallClock(`${date}T${time}`, start.zone);
}
