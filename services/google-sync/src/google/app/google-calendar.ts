import type { GoogleEvent } from '../../reconcile/domain/google-event';
import type { FoundEvent } from '../domain/found-event';

/**
 * Google Calendar API v3 as far as the engine needs it. One call is one request: repeating is the caller's decision.
 * No call throws for what Google or the network does; all of it is an Answer.
 */
export interface GoogleCalendar {
  /** events.get: a deleted event is answered too, with status `cancelled`. */
  get(at: EventPlace): Promise<Answer<FoundEvent>>;
  /** events.insert with our own `event.id`. `duplicate` when the calendar has, or had, an event of this id. */
  insert(at: CalendarPlace, event: GoogleEvent): Promise<Answer<FoundEvent>>;
  /**
   * events.patch, which leaves members alone that are not given (guests, reminders, colour): changes the event if its ETag
   * still is `ifMatch`, else `precondition-failed`. A cancelled event comes back to life with status `confirmed`.
   */
  patch(at: EventPlace, event: GoogleEvent, ifMatch: string): Promise<Answer<FoundEvent>>;
  /** events.delete under the same condition. `gone` (deleted) when it was deleted before. */
  remove(at: EventPlace, ifMatch: string): Promise<Answer<void>>;
  /**
   * One page of events.list with deleted ones, series as masters and their exceptions.
   * With `syncToken`: what changed since; `gone` (full-sync-required) when the token is too old.
   * With `iCalUid`: one series.
   */
  list(
    at: CalendarPlace,
    query: {
      readonly syncToken?: string;
      readonly pageToken?: string;
      readonly iCalUid?: string;
    },
  ): Promise<Answer<EventPage>>;
  /** events.watch; the answer's expiry counts, whatever was asked for. */
  watch(at: CalendarPlace, channel: WatchRequest): Promise<Answer<OpenedChannel>>;
  /** channels.stop: needs the account that opened it. */
  stop(token: string, channelId: string, googleResourceId: string): Promise<Answer<void>>;
}

export interface CalendarPlace {
  /** Access token. */
  readonly token: string;
  readonly calendarId: string;
}

export interface EventPlace extends CalendarPlace {
  readonly eventId: string;
}

/** What can come of a call. Everything that proves nothing (time-out, DNS, 5xx, cut JSON) is `unavailable`: S37. */
export type Answer<T> = { readonly is: 'ok'; readonly value: T } | Failure;

export type Failure =
  | { readonly is: 'precondition-failed' }
  | { readonly is: 'duplicate' }
  | { readonly is: 'gone'; readonly what: 'deleted' | 'full-sync-required' }
  | { readonly is: 'not-found' }
  /** 429, or 403 of the domain usageLimits. */
  | { readonly is: 'rate-limited'; readonly retryAfterMs: number | null }
  | { readonly is: 'forbidden'; readonly reason: string }
  | { readonly is: 'unauthorized' }
  /** 400: this very request will never do. */
  | { readonly is: 'invalid'; readonly reason: string }
  | { readonly is: 'unavailable'; readonly reason: string };

export interface EventPage {
  readonly events: readonly FoundEvent[];
  readonly nextPageToken: string | null;
  /** On the last page only. */
  readonly nextSyncToken: string | null;
  /** Of the calendar, IANA. */
  readonly timeZone: string | null;
}

export interface WatchRequest {
  readonly id: string;
  /** Sent along with each push, at most 256 characters. */
  readonly secret: string;
  readonly address: string;
  readonly expiresAt: Date;
}

export interface OpenedChannel {
  readonly googleResourceId: string;
  readonly expiresAt: Date;
}
