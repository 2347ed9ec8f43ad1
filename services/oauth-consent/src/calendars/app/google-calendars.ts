import type { ListedCalendar } from '../domain/calendar';

/**
 * The calendars of one account (Calendar API v3, calendarList and calendars). Every method takes a live access token and
 * throws a DomainError: `google/unavailable` (unavailable; 5xx, time-outs), `google/limited` (limited; 403 rate errors, 429),
 * `google/token-rejected` (unauthenticated; 401), `google/permission-missing` (forbidden), `calendar/not-found` (not-found).
 */
export interface GoogleCalendars {
  /** All pages, hidden calendars too. */
  list(accessToken: string): Promise<ListedCalendar[]>;
  get(accessToken: string, calendarId: string): Promise<ListedCalendar>;
  /** A new secondary calendar, owned by the account. Not repeated on failure: each call may make one. */
  create(
    accessToken: string,
    calendar: { readonly summary: string; readonly timeZone: string },
  ): Promise<ListedCalendar>;
}
