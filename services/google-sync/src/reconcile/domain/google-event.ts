/**
 * The parts of Google's event resource (Calendar API v3, Events) that Kalends reads and writes; other members are none
 * of its business.
 */
export interface GoogleEvent {
  readonly id?: string | null;
  readonly etag?: string | null;
  /** `confirmed`, `tentative` or `cancelled`; of a cancelled one only the id is sure to be there. */
  readonly status?: string | null;
  readonly summary?: string | null;
  /** May be HTML. */
  readonly description?: string | null;
  readonly location?: string | null;
  readonly start?: GoogleTime | null;
  /** Exclusive. */
  readonly end?: GoogleTime | null;
  /** RRULE, EXRULE, RDATE and EXDATE lines; only on the master of a series. */
  readonly recurrence?: readonly string[] | null;
  /** On an instance: its master, and when it starts by the series' rules. */
  readonly recurringEventId?: string | null;
  readonly originalStartTime?: GoogleTime | null;
  readonly transparency?: string | null;
  readonly visibility?: string | null;
  readonly eventType?: string | null;
  readonly organizer?: { readonly self?: boolean | null } | null;
  readonly extendedProperties?: { readonly private?: Readonly<Record<string, string>> | null } | null;
}

/** A whole day has `date`; anything else `dateTime` with an offset, and mostly a zone. */
export interface GoogleTime {
  readonly date?: string | null;
  readonly dateTime?: string | null;
  readonly timeZone?: string | null;
}
