import { DomainError } from '@kalends/kernel';
import type { ListedCalendar } from '../domain/calendar';

/** Google's calendarList resource, and its calendars resource, as far as they are read. */
export interface CalendarListEntry {
  readonly id?: string | null;
  readonly summary?: string | null;
  readonly summaryOverride?: string | null;
  readonly timeZone?: string | null;
  readonly primary?: boolean | null;
  readonly accessRole?: string | null;
}

export const toListed = (entry: CalendarListEntry): ListedCalendar => ({
  id: entry.id ?? '',
  summary: entry.summaryOverride ?? entry.summary ?? '',
  timeZone: entry.timeZone ?? 'UTC',
  primary: entry.primary === true,
  accessRole: entry.accessRole ?? '',
});

/**
 * What a failure means.
 * @param status undefined: there was no answer
 * @param reasons of Google's error object
 */
export function meaningOf(status: number | undefined, reasons: readonly string[]): DomainError {
  if (status === 401) {
    return new DomainError('unauthenticated', 'google/token-rejected', 'Google no longer accepts the access token.');
  }
  if (status === 404) {
    return new DomainError(
      'not-found',
      'calendar/not-found',
      'Google has no such calendar in this account; refresh the list.',
    );
  }
  if (status === 429 || reasons.some((reason) => /rateLimitExceeded|quotaExceeded/i.test(reason))) {
    return new DomainError('limited', 'google/limited', 'Google asks to slow down; try again in a minute.');
  }
  if (status === 403) {
    return new DomainError(
      'forbidden',
      'google/permission-missing',
      'Google does not allow this with the permissions given; ask for them again.',
    );
  }
  return new DomainError('unavailable', 'google/unavailable', 'Google does not answer; try again shortly.');
}
