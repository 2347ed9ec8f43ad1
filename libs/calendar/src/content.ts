/**
 * A point in a calendar: an instant shown in a zone, or a whole day (a date, never midnight UTC).
 * `at` is UTC in whole seconds, `2026-11-21T09:00:00Z`; `zone` an IANA name as given; `date` is `YYYY-MM-DD`.
 */
export type CalendarTime = ZonedInstant | WholeDay;
export type ZonedInstant = { readonly at: string; readonly zone: string };
export type WholeDay = { readonly date: string };

/**
 * RFC 5545 recurrence set whose DTSTART is the content's start. `rule` is the RRULE value, '' when RDATEs alone make
 * the set.
 */
export interface Recurrence {
  readonly rule: string;
  readonly rdates: readonly CalendarTime[];
  readonly exdates: readonly CalendarTime[];
}

/** One occurrence that differs from its series, keyed by RECURRENCE-ID (Google: originalStartTime). */
export type Override = CancelledOverride | ChangedOverride;
export interface CancelledOverride {
  readonly recurrenceId: CalendarTime;
  readonly cancelled: true;
}
/** Absent fields are those of the series. */
export interface ChangedOverride {
  readonly recurrenceId: CalendarTime;
  readonly cancelled?: false;
  readonly start?: CalendarTime;
  readonly end?: CalendarTime;
  readonly title?: string;
  readonly description?: string;
  readonly location?: string;
  readonly transparency?: Transparency;
}

/** Does it block time (`opaque`) or is it only shown (`transparent`)? */
export type Transparency = 'opaque' | 'transparent';
export type Visibility = 'default' | 'public' | 'private';

/** What an appointment says, in the terms that Google Calendar and iCalendar share. No ids, no state; plain JSON. */
export interface AppointmentContent {
  readonly title: string;
  readonly description: string;
  readonly location: string;
  readonly start: CalendarTime;
  /** Exclusive, and of the same kind as `start`. */
  readonly end: CalendarTime;
  readonly transparency: Transparency;
  readonly visibility: Visibility;
  readonly recurrence: Recurrence | null;
  readonly overrides: readonly Override[];
}
