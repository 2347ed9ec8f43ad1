import { DomainError } from '@kalends/kernel';
import { Temporal } from 'temporal-polyfill';
import type { CalendarTime, WholeDay, ZonedInstant } from './content';
import { remembering } from './remembering';
import { requireTimeZone, sameTimeZone } from './time-zone';

/** Years that a calendar time may lie in: far from any real appointment, near enough that no expansion is long. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2199;

export const isWholeDay = (time: CalendarTime): time is WholeDay => 'date' in time;

/** `instant` shown in `zone`, in whole seconds. */
export const zonedInstant = (instant: Date, zone: string): ZonedInstant => ({
  at: utcSeconds(instant.getTime()),
  zone,
});

/**
 * The instant of a time; a whole day begins when it begins in `zoneForDates` (IANA).
 * @throws DomainError `time-zone/unknown`
 */
export function instantOf(time: CalendarTime, zoneForDates: string): Date {
  return new Date(isWholeDay(time) ? startOfDay(time.date, zoneForDates) : time.at);
}

const startOfDay = remembering(
  (date, zone) => Temporal.PlainDate.from(date).toZonedDateTime(requireTimeZone(zone)).epochMilliseconds,
);

/**
 * A wall-clock time as an instant. In the hour that is missing when clocks go forward the offset before the gap holds
 * (02:30 becomes 03:30), in the hour that comes twice the first one is meant: RFC 5545 section 3.3.5, Temporal's
 * `compatible`.
 * @param local ISO local date-time, `2026-03-29T02:30:00`
 * @throws DomainError `calendar-time/invalid`, `time-zone/unknown`
 */
export const fromWallClock = (local: string, zone: string): ZonedInstant => ({ at: onWallClock(local, zone), zone });

const onWallClock = remembering((local, zone) => {
  const zoned = plainDateTime(local).toZonedDateTime(requireTimeZone(zone), { disambiguation: 'compatible' });
  return utcSeconds(zoned.epochMilliseconds);
});

function plainDateTime(local: string): Temporal.PlainDateTime {
  try {
    return Temporal.PlainDateTime.from(local);
  } catch {
    return refuse(local);
  }
}

/** What the clock on the wall of its zone shows: `2026-03-29T03:30:00`. @throws DomainError `time-zone/unknown` */
export const wallClock = (time: ZonedInstant): string => shownAt(time.at, time.zone);

const shownAt = remembering((at, zone) => {
  const zoned = Temporal.Instant.from(at).toZonedDateTimeISO(requireTimeZone(zone));
  return zoned.toPlainDateTime().toString({ smallestUnit: 'second' });
});

/** The date on which it lies, in its own zone. */
export const dateOf = (time: CalendarTime): string => (isWholeDay(time) ? time.date : wallClock(time).slice(0, 10));

/** What identifies an occurrence: its instant or its date, whatever zone it is shown in. */
export const timeKey = (time: CalendarTime): string => (isWholeDay(time) ? time.date : time.at);

/** Same instant in the same zone (by whatever name), or the same day. */
export function sameTime(a: CalendarTime, b: CalendarTime): boolean {
  if (isWholeDay(a) || isWholeDay(b)) return isWholeDay(a) && isWholeDay(b) && a.date === b.date;
  return a.at === b.at && sameTimeZone(a.zone, b.zone);
}

/** From `start` to `end`: milliseconds that pass, or whole days counted as 24 hours. Both must be of one kind. */
export const lengthOf = (start: CalendarTime, end: CalendarTime): number =>
  Date.parse(timeKey(end)) - Date.parse(timeKey(start));

/** `time` later by `milliseconds` (as `lengthOf` counts them), of the same kind and zone. */
export function later(time: CalendarTime, milliseconds: number): CalendarTime {
  const at = utcSeconds(Date.parse(timeKey(time)) + milliseconds);
  return isWholeDay(time) ? { date: at.slice(0, 10) } : { at, zone: time.zone };
}

/**
 * The time as given when it is one: a known zone, an existing date, whole seconds, a year that we serve.
 * @throws DomainError `calendar-time/invalid`, `time-zone/unknown`
 */
export function vetTime(time: CalendarTime): CalendarTime {
  const key = timeKey(time);
  const valid = isWholeDay(time)
    ? /^\d{4}-\d\d-\d\d$/.test(key) && isoOf(key)?.startsWith(key)
    : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(key) && isoOf(key) === key.replace('Z', '.000Z');
  const year = Number(key.slice(0, 4));
  if (!valid || year < FIRST_YEAR || year > LAST_YEAR) refuse(key);
  if (!isWholeDay(time)) requireTimeZone(time.zone);
  return time;
}

function refuse(text: string): never {
  throw new DomainError(
    'invalid',
    'calendar-time/invalid',
    `“${text.slice(0, 40)}” is not a date or time that Kalends can keep.`,
  );
}

function isoOf(text: string): string | undefined {
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

const utcSeconds = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
