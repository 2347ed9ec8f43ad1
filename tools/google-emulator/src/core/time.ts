import { errors } from './google-error';

/** A wall-clock reading without a zone, as epoch milliseconds "as if it were UTC". */
export type WallClock = number;

const formats = new Map<string, Intl.DateTimeFormat | null>();
const offsets = new Map<string, number>();
const QUARTER = 15 * 60_000;

function format(zone: string): Intl.DateTimeFormat | null {
  let found = formats.get(zone);
  if (found === undefined) {
    try {
      found = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      found = null;
    }
    formats.set(zone, found);
  }
  return found;
}

/** True for IANA names (and UTC); offsets such as "+01:00" are not names Google accepts. */
export function isTimeZone(zone: unknown): zone is string {
  return typeof zone === 'string' && /^[A-Za-z]/.test(zone) && format(zone) !== null;
}

/** The zone's distance to UTC at an instant, in milliseconds. */
export function offsetAt(instant: number, zone: string): number {
  if (zone === 'UTC') return 0;
  // Offsets only ever change on a quarter of an hour, so one reading serves all of it.
  const quarter = Math.floor(instant / QUARTER);
  const key = `${zone}|${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const at = quarter * QUARTER;
  const parts: Record<string, number> = {};
  for (const { type, value } of format(zone)!.formatToParts(at)) parts[type] = Number(value);
  const local = Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second);
  if (offsets.size > 200_000) offsets.clear();
  offsets.set(key, local - at);
  return local - at;
}

export function wallClockAt(instant: number, zone: string): WallClock {
  return instant + offsetAt(instant, zone);
}

/**
 * The instant of a wall-clock reading. A doubled hour means the first one; a missing hour is read with the offset before
 * the gap (RFC 5545 section 3.3.5).
 */
export function instantOf(wall: WallClock, zone: string): number {
  const before = offsetAt(wall - 86_400_000, zone);
  const guess = wall - before;
  if (offsetAt(guess, zone) === before) return guess;
  const other = wall - offsetAt(guess, zone);
  return offsetAt(other, zone) === offsetAt(guess, zone) ? other : guess;
}

export const isDate = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

export const addDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const RFC3339 = /^(\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2})(?:\.\d+)?([Zz]|[+-]\d{2}:\d{2})?$/;

/** Reads an RFC 3339 date-time, fractions of a second ignored; without an offset it is a wall clock in `zone`. */
export function parseDateTime(text: unknown, zone?: string): number | null {
  const match = typeof text === 'string' ? RFC3339.exec(text) : null;
  if (!match) return null;
  const [, local, offset] = match;
  if (offset) {
    const instant = Date.parse(local!.toUpperCase() + offset.toUpperCase());
    return Number.isNaN(instant) ? null : instant;
  }
  const wall = Date.parse(`${local!.toUpperCase()}Z`);
  return zone && !Number.isNaN(wall) ? instantOf(wall, zone) : null;
}

/** A query parameter that must be RFC 3339 with an offset. */
export function parseInstantParameter(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  const instant = parseDateTime(value);
  if (instant === null)
    throw errors.badRequest(`Bad Request: ${name} must be an RFC3339 timestamp with a time zone offset`);
  return instant;
}

/** RFC 3339 with the zone's offset, whole seconds: 2026-11-21T10:00:00+01:00, and Z for UTC. */
export function formatInZone(instant: number, zone: string): string {
  const offset = offsetAt(instant, zone);
  const local = new Date(instant + offset).toISOString().slice(0, 19);
  if (offset === 0) return `${local}Z`;
  const minutes = Math.abs(offset) / 60_000;
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
