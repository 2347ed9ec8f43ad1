import type { Frequency, RecurrenceRule } from './recurrence-rule';

/** Days since 1970-01-01, Gregorian. */
export type Day = number;

const DAY_MS = 86_400_000;

export const dayOf = (date: string): Day => Date.parse(date) / DAY_MS;
export const dateOfDay = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/**
 * The days of a series in order: `start` itself, always the first and counted by COUNT (RFC 5545 section 3.8.5.3), then
 * those that the rule makes, up to `to`. Days before `from` may be left out. UNTIL is the caller's: it needs the zone.
 *
 * Bounded by construction: every day between `start` and `to` is looked at once at most, whether or not the rule ever
 * matches one.
 */
export function* recurrenceDays(rule: RecurrenceRule, start: Day, from: Day, to: Day): Generator<Day> {
  const complete = withDefaults(rule, start);
  const { unitOf, startOf } = UNITS[rule.freq];
  const firstUnit = unitOf(start, rule.weekStart);
  // COUNT must see every occurrence; without it the periods before `from` are skipped.
  const skipped =
    rule.count === null ? Math.max(0, Math.floor((unitOf(from, rule.weekStart) - firstUnit) / rule.interval)) : 0;
  let left = rule.count ?? Infinity;
  // Written so that it also ends when `to` is no number.
  if (!(start <= to)) return;
  yield start;
  left--;
  for (let unit = firstUnit + skipped * rule.interval; left > 0; unit += rule.interval) {
    const first = startOf(unit, rule.weekStart);
    if (!(first <= to)) return;
    for (const day of daysOfPeriod(complete, first, startOf(unit + 1, rule.weekStart))) {
      if (day <= start) continue;
      if (day > to || left-- <= 0) return;
      yield day;
    }
  }
}

interface Units {
  /** The number of the day, week, month or year in which a day lies; and the first day of one. */
  unitOf(day: Day, weekStart: number): number;
  startOf(unit: number, weekStart: number): Day;
}

const UNITS: Record<Frequency, Units> = {
  DAILY: { unitOf: (day) => day, startOf: (unit) => unit },
  // Day 0 was a Thursday: weekday 4.
  WEEKLY: {
    unitOf: (day, weekStart) => Math.floor((day + 4 - weekStart) / 7),
    startOf: (unit, weekStart) => unit * 7 - 4 + weekStart,
  },
  MONTHLY: {
    unitOf: (day) => civil(day).year * 12 + civil(day).month - 1,
    startOf: (unit) => firstOfMonth(Math.floor(unit / 12), (unit % 12) + 1),
  },
  YEARLY: { unitOf: (day) => civil(day).year, startOf: (unit) => firstOfMonth(unit, 1) },
};

/** DTSTART says what the rule leaves open. */
function withDefaults(rule: RecurrenceRule, start: Day): RecurrenceRule {
  if (rule.byDay.length > 0 || rule.byMonthDay.length > 0 || rule.byYearDay.length > 0) return rule;
  const { month, monthDay, weekday } = civil(start);
  const byDay = [{ ordinal: 0, weekday }];
  switch (rule.freq) {
    case 'DAILY':
      return rule;
    case 'WEEKLY':
      return { ...rule, byDay };
    case 'MONTHLY':
      return { ...rule, byMonthDay: [monthDay] };
    case 'YEARLY':
      if (rule.byWeekNo.length > 0) return { ...rule, byDay };
      return { ...rule, byMonthDay: [monthDay], byMonth: rule.byMonth.length > 0 ? rule.byMonth : [month] };
  }
}

function daysOfPeriod(rule: RecurrenceRule, first: Day, end: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = first; day < end; day++) if (matches(rule, civil(day))) days.push(day);
  if (rule.bySetPos.length === 0) return days;
  return days.filter((_, index) => rule.bySetPos.includes(index + 1) || rule.bySetPos.includes(index - days.length));
}

/** Every BY part of day size narrows (or, seen from the whole period, selects): a day is in when all parts say so. */
function matches(rule: RecurrenceRule, on: Civil): boolean {
  if (rule.byMonth.length > 0 && !rule.byMonth.includes(on.month)) return false;
  if (rule.byMonthDay.length > 0 && !inSpan(rule.byMonthDay, on.monthDay, daysInMonth(on))) return false;
  if (rule.byYearDay.length > 0 && !inSpan(rule.byYearDay, yearDay(on), daysInYear(on))) return false;
  if (rule.byDay.length > 0 && !matchesWeekday(rule, on)) return false;
  return rule.byWeekNo.length === 0 || matchesWeekNumber(rule, on);
}

/** Is `position` (from 1) of `length` among numbers that count from the front, or from the back when negative? */
const inSpan = (numbers: readonly number[], position: number, length: number): boolean =>
  numbers.includes(position) || numbers.includes(position - length - 1);

function matchesWeekday(rule: RecurrenceRule, on: Civil): boolean {
  return rule.byDay.some(({ ordinal, weekday }) => {
    if (weekday !== on.weekday) return false;
    if (ordinal === 0) return true;
    // Numbered weekdays count within the month, but within the year for a yearly rule without BYMONTH.
    const wholeYear = rule.freq === 'YEARLY' && rule.byMonth.length === 0;
    const position = wholeYear ? yearDay(on) : on.monthDay;
    if (ordinal > 0) return ordinal === Math.ceil(position / 7);
    return -ordinal === Math.ceil(((wholeYear ? daysInYear(on) : daysInMonth(on)) - position + 1) / 7);
  });
}

/** Weeks belong to the year that has most of their days (ISO 8601, with WKST as first day). */
function matchesWeekNumber({ byWeekNo, weekStart }: RecurrenceRule, on: Civil): boolean {
  const weekFirst = on.day - ((on.weekday - weekStart + 7) % 7);
  const { year } = civil(weekFirst + 3);
  const firstWeek = (of: number): Day => {
    const fourth = civil(firstOfMonth(of, 1) + 3);
    return fourth.day - ((fourth.weekday - weekStart + 7) % 7);
  };
  const weeks = (firstWeek(year + 1) - firstWeek(year)) / 7;
  return inSpan(byWeekNo, (weekFirst - firstWeek(year)) / 7 + 1, weeks);
}

/** A day by the Gregorian calendar; months from 1, weekdays from Sunday = 0. */
interface Civil {
  readonly day: Day;
  readonly year: number;
  readonly month: number;
  readonly monthDay: number;
  readonly weekday: number;
}

function civil(day: Day): Civil {
  const date = new Date(day * DAY_MS);
  return {
    day,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    monthDay: date.getUTCDate(),
    weekday: date.getUTCDay(),
  };
}

const firstOfMonth = (year: number, month: number): Day => Date.UTC(year, month - 1, 1) / DAY_MS;
const daysInMonth = ({ year, month }: Civil): number => firstOfMonth(year, month + 1) - firstOfMonth(year, month);
const daysInYear = ({ year }: Civil): number => firstOfMonth(year + 1, 1) - firstOfMonth(year, 1);
const yearDay = ({ day, year }: Civil): number => day - firstOfMonth(year, 1) + 1;
