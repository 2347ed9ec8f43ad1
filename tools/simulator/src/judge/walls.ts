import { accounts, secret } from '../world/google';
import type { Evidence, Violation } from './evidence';

/** Never written to the primary calendar, and nothing of it in Kalends. */
export function judgeWalls({ calls, everything }: Evidence): Violation[] {
  const primary = new Set(accounts.map(({ email }) => email));
  const found = calls
    .filter(
      ({ writes, calendarId, clientId }) =>
        writes && clientId !== null && calendarId !== null && primary.has(calendarId),
    )
    .map(({ operation }) => ({ invariant: 'primary', says: `${operation} on a primary calendar` }));
  if (everything().includes(secret))
    found.push({ invariant: 'private', says: 'an event of a calendar that is not linked is in Kalends' });
  return found;
}
