import { Temporal } from 'temporal-polyfill';

/**
 * The grid knows wall time only: what a clock on the branch's wall shows, written `2026-11-21T09:00:00` without zone.
 * Everything here is independent of the browser's own zone.
 */
export type WallTime = string;

/** A span of wall time as the grid reports drags: whole days and seconds, both may be negative. */
export interface WallDelta {
  readonly days: number;
  readonly seconds: number;
}

const zoned = (at: string, zone: string) => Temporal.Instant.from(at).toZonedDateTimeISO(zone);

const writtenInstant = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'second' });

/** The wall time of a UTC instant in `zone` (IANA). */
export const wallOf = (at: string, zone: string): WallTime =>
  zoned(at, zone).toPlainDateTime().toString({ smallestUnit: 'second' });

/**
 * The instant of a wall time. In the hour that a change to winter time repeats, the one with the UTC offset of `like`
 * wins (so that an appointment dragged within it stays in its half), else the earlier; a time that a change to summer
 * time skips becomes the one after the gap (RFC 5545 section 3.3.5).
 */
export function instantOf(wall: WallTime, zone: string, like?: string): string {
  const time = Temporal.PlainDateTime.from(wall);
  const later = time.toZonedDateTime(zone, { disambiguation: 'later' });
  if (like && later.offset === zoned(like, zone).offset) return writtenInstant(later.toInstant());
  return writtenInstant(time.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant());
}

export const addToWall = (wall: WallTime, delta: WallDelta): WallTime =>
  Temporal.PlainDateTime.from(wall)
    .add({ days: delta.days, seconds: delta.seconds })
    .toString({ smallestUnit: 'second' });

/** True in the hour that happens twice, where a wall time alone does not say which instant is meant. */
export function isAmbiguous(at: string, zone: string): boolean {
  const time = zoned(at, zone).toPlainDateTime();
  const earlier = time.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = time.toZonedDateTime(zone, { disambiguation: 'later' });
  return !earlier.equals(later);
}

/** Today's date (YYYY-MM-DD) in `zone`. */
export const todayIn = (zone: string, now: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();

export const addDays = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

/** The UTC offset of `zone` at an instant, written `+01:00`. */
export const offsetAt = (zone: string, at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).offset;

/** `date` and `time` (HH:MM) as wall time. */
export const wallFrom = (date: string, time: string): WallTime => `${date}T${time.slice(0, 5)}:00`;

export const dateOfWall = (wall: WallTime): string => wall.slice(0, 10);
export const timeOfWall = (wall: WallTime): string => wall.slice(11, 16);

/** Seconds between two instants. */
export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

export const addSeconds = (at: string, seconds: number): string =>
  writtenInstant(Temporal.Instant.from(at).add({ seconds }));
