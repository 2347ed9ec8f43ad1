// Wall-clock times are strings "2026-11-21T09:00" in the zone of the view; arithmetic treats them as if they were UTC.

export const MINUTE = 60_000;
export const DAY = 86_400_000;

export const toNumber = (wall) => Date.parse(`${wall.length === 10 ? `${wall}T00:00` : wall}:00Z`);
export const toWall = (number) => new Date(number).toISOString().slice(0, 16);
export const addDays = (date, days) => toWall(toNumber(date) + days * DAY).slice(0, 10);
export const minutesOf = (wall) => Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));

/** The wall-clock time of an instant in a zone. */
export function wallNow(instant, zone) {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
    instant,
  );
  return parts.replace(' ', 'T').slice(0, 16);
}

export const dayName = (date, options) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(toNumber(date));
