import ICAL from 'ical.js';
import { errors } from '../google-error';
import { instantOf, isDate, isTimeZone, wallClockAt, type WallClock } from '../time';
import { isAllDay, type EventTime } from './event-record';

/** No series is followed further than this many occurrences, nor further than YEARS after its start or today. */
const MAX_OCCURRENCES = 5_000;
const YEARS = 6;

interface Line {
  name: string;
  parameters: Record<string, string>;
  value: string;
}

function parseLine(text: unknown): Line {
  const match =
    typeof text === 'string' ? /^(RRULE|EXRULE|RDATE|EXDATE)((?:;[A-Z-]+=[^;:]+)*):(.+)$/.exec(text.trim()) : null;
  if (!match) throw errors.invalid('Invalid recurrence rule.');
  const parameters = Object.fromEntries(
    match[2]!
      .split(';')
      .filter(Boolean)
      .map((part) => part.split('=') as [string, string]),
  );
  return { name: match[1]!, parameters, value: match[3]! };
}

/** Checks RRULE, EXRULE, RDATE and EXDATE lines (RFC 5545, no DTSTART or DTEND) against the start they hang on. */
export function validateRecurrence(lines: unknown, start: EventTime): readonly string[] | undefined {
  if (lines === undefined || lines === null) return undefined;
  if (!Array.isArray(lines)) throw errors.invalid('Invalid recurrence rule.');
  if (lines.length === 0) return undefined;
  for (const line of lines.map(parseLine)) {
    if (line.name === 'RRULE' || line.name === 'EXRULE') readRule(line.value, start);
    else readTimes(line, start);
  }
  return lines.map((line: string) => line.trim());
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function readRule(value: string, start: EventTime): ICAL.Recur {
  let rule: ICAL.Recur;
  try {
    rule = ICAL.Recur.fromString(value);
  } catch {
    throw errors.invalid('Invalid recurrence rule.');
  }
  const { BYMONTH, BYMONTHDAY } = rule.parts;
  // The library would look for such a day for ever.
  if (
    BYMONTH &&
    BYMONTHDAY &&
    BYMONTH.every((month) => BYMONTHDAY.every((day) => Math.abs(day) > DAYS_IN_MONTH[month - 1]!))
  )
    throw errors.invalid('Invalid recurrence rule.');
  if (rule.until) rule.until = untilOnWallClock(rule.until, start);
  return rule;
}

/** UNTIL as the library compares it: on the wall clock of the series' own zone. */
function untilOnWallClock(until: ICAL.Time, start: EventTime): ICAL.Time {
  if (isAllDay(start))
    return ICAL.Time.fromData({ year: until.year, month: until.month, day: until.day, isDate: true });
  if (until.isDate) return toIcal(Date.UTC(until.year, until.month - 1, until.day, 23, 59, 59), false);
  const reading = Date.UTC(until.year, until.month - 1, until.day, until.hour, until.minute, until.second);
  return toIcal(until.zone?.tzid === 'UTC' ? wallClockAt(reading, start.timeZone) : reading, false);
}

function toIcal(wall: WallClock, allDay: boolean): ICAL.Time {
  const at = new Date(wall);
  const day = { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
  if (allDay) return ICAL.Time.fromData({ ...day, isDate: true });
  return ICAL.Time.fromData({ ...day, hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() });
}

const wallOf = (time: ICAL.Time): WallClock =>
  Date.UTC(
    time.year,
    time.month - 1,
    time.day,
    time.isDate ? 0 : time.hour,
    time.isDate ? 0 : time.minute,
    time.isDate ? 0 : time.second,
  );

/** RDATE or EXDATE values as ordering keys (see `keyOf`). */
function readTimes(line: Line, start: EventTime): number[] {
  const zone = line.parameters.TZID ?? (isAllDay(start) ? 'UTC' : start.timeZone);
  if (!isTimeZone(zone)) throw errors.invalid('Invalid recurrence rule.');
  return line.value.split(',').map((value) => {
    const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(value);
    if (!match || !isDate(`${match[1]}-${match[2]}-${match[3]}`)) throw errors.invalid('Invalid recurrence rule.');
    const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
    const date = Date.UTC(year!, month! - 1, day);
    if (isAllDay(start)) return date;
    // A bare date in a timed series means that day's occurrence.
    const timed = match[4] !== undefined;
    const startWall = wallClockAt(Date.parse(start.instant), start.timeZone);
    const wall = timed ? Date.UTC(year!, month! - 1, day, hour, minute, second) : date + (startWall % 86_400_000);
    return match[7] === 'Z' ? wall : instantOf(wall, timed ? zone : start.timeZone);
  });
}

/** Orders times of one series: the instant, or midnight UTC of an all-day date, in epoch milliseconds. */
export const keyOf = (time: EventTime): number =>
  isAllDay(time) ? Date.parse(`${time.date}T00:00:00Z`) : Date.parse(time.instant);

function timeOf(key: number, like: EventTime): EventTime {
  const iso = new Date(key).toISOString();
  return isAllDay(like) ? { date: iso.slice(0, 10) } : { instant: `${iso.slice(0, 19)}Z`, timeZone: like.timeZone };
}

function ruleKeys(rule: ICAL.Recur, start: EventTime, horizon: number): number[] {
  const allDay = isAllDay(start);
  const first = allDay ? keyOf(start) : wallClockAt(keyOf(start), start.timeZone);
  const iterator = rule.iterator(toIcal(first, allDay));
  const keys: number[] = [];
  for (let next = iterator.next(); next && keys.length < MAX_OCCURRENCES; next = iterator.next()) {
    const wall = wallOf(next);
    if (wall > horizon) break;
    keys.push(allDay ? wall : instantOf(wall, start.timeZone));
  }
  return keys;
}

/**
 * The starts of a series, ascending. DTSTART always counts as the first one, also of COUNT (RFC 5545 section 3.8.5.3).
 * `today` (epoch ms) only moves the horizon of endless series.
 */
export function occurrenceStarts(start: EventTime, lines: readonly string[], today: number): EventTime[] {
  const horizonYear = new Date(Math.max(keyOf(start), today)).getUTCFullYear() + YEARS;
  const horizon = Date.UTC(horizonYear, 0, 1);
  const first = keyOf(start);
  const included = new Set([first]);
  const excluded = new Set<number>();
  for (const line of lines.map(parseLine)) {
    if (line.name === 'RDATE') for (const key of readTimes(line, start)) included.add(key);
    else if (line.name === 'EXDATE') for (const key of readTimes(line, start)) excluded.add(key);
    else {
      const rule = readRule(line.value, start);
      const keys = ruleKeys(rule, start, horizon);
      if (line.name === 'EXRULE') for (const key of keys) excluded.add(key);
      else {
        const startIsExtra = rule.count && keys[0] !== first;
        for (const key of startIsExtra ? keys.slice(0, rule.count! - 1) : keys) included.add(key);
      }
    }
  }
  return [...included]
    .filter((key) => !excluded.has(key))
    .sort((a, b) => a - b)
    .slice(0, MAX_OCCURRENCES)
    .map((key) => timeOf(key, start));
}
