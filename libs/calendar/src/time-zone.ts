import { DomainError } from '@kalends/kernel';
import { Temporal } from 'temporal-polyfill';

/** More than there are zones; each can be spelt in capitals and small letters as one likes. */
const REMEMBERED = 1_000;
const known = new Set<string>();

/** Is it a name of the IANA time zone database, old names (Europe/Kiev) included? Offsets such as +01:00 are not. */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    if (known.size < REMEMBERED) known.add(name);
    return true;
  } catch {
    return false;
  }
}

/** @throws DomainError `time-zone/unknown`: an unknown zone is reported, never taken for UTC. */
export function requireTimeZone(name: string): string {
  if (isTimeZone(name)) return name;
  throw new DomainError('invalid', 'time-zone/unknown', `“${name.slice(0, 64)}” is not a known time zone.`, {
    zone: name.slice(0, 64),
  });
}

/**
 * Do both names mean the same zone (Europe/Kiev and Europe/Kyiv)? Names that nobody knows are equal when spelt alike.
 */
export function sameTimeZone(a: string, b: string): boolean {
  if (a === b) return true;
  if (!isTimeZone(a) || !isTimeZone(b)) return false;
  const epoch = Temporal.Instant.fromEpochMilliseconds(0);
  return epoch.toZonedDateTimeISO(a).equals(epoch.toZonedDateTimeISO(b));
}
