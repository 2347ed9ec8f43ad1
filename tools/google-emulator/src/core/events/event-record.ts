/** A date (all-day) or an instant with its zone. Instants are RFC 3339 in UTC, whole seconds. */
export type EventTime = { readonly date: string } | { readonly instant: string; readonly timeZone: string };

export interface Attendee {
  email: string;
  displayName?: string;
  responseStatus?: string;
  optional?: boolean;
  comment?: string;
  additionalGuests?: number;
}

/** What a writer may set, validated and normalised. */
export interface EventContent {
  status: 'confirmed' | 'tentative' | 'cancelled';
  start: EventTime;
  end: EventTime;
  sequence: number;
  eventType: string;
  recurrence?: readonly string[];
  summary?: string;
  description?: string;
  location?: string;
  colorId?: string;
  eventLabelId?: string;
  transparency?: string;
  visibility?: string;
  attendees?: readonly Attendee[];
  reminders: { useDefault: boolean; overrides?: readonly { method: string; minutes: number }[] };
  extendedProperties?: { private?: Record<string, string>; shared?: Record<string, string> };
  source?: { title?: string; url?: string };
  guestsCanInviteOthers?: boolean;
  guestsCanModify?: boolean;
  guestsCanSeeOtherGuests?: boolean;
}

/** A single event, the master of a series, or one changed or cancelled instance of a series. */
export interface EventRecord {
  readonly id: string;
  readonly calendarId: string;
  readonly iCalUID: string;
  /** Version of the newest change: the etag, and what sync tokens compare with. */
  readonly version: number;
  readonly created: string;
  readonly updated: string;
  readonly creator: string;
  readonly organizer: string;
  readonly content: EventContent;
  /** Of an instance: the master's id, and when the instance starts by the series' rules. */
  readonly recurringEventId?: string;
  readonly originalStart?: EventTime;
  /** A change of the series cancelled this exception: the series went, or no longer has the date. It returns with that. */
  readonly cancelledBySeries?: boolean;
  /** What `singleEvents` lists no longer hold of this series: instance id → version and original start. */
  readonly gone?: Readonly<Record<string, { version: number; originalStart: EventTime | null }>>;
  /** Moved to another calendar: only the id may be told. */
  readonly stub?: boolean;
}

export const isAllDay = (time: EventTime): time is { readonly date: string } => 'date' in time;

export const isCancelled = (event: EventRecord) => event.content.status === 'cancelled';

export const isSeries = (event: EventRecord) => event.content.recurrence !== undefined;
