import type { AppointmentContent } from '@kalends/calendar';
import type { LoggedCall } from '@kalends/google-emulator';
import type { Company, Room } from '../world/company';
import type { EventState, GoogleItem } from '../world/google';
import type { WrittenRow } from '../world/rows';
import type { Acknowledged } from '../history/ledger';
import type { Unrest } from '../history/unrest';

/** An appointment, one entry of its timeline, and so on: as much of the services' rows as a judge looks at. */
export interface SeenAppointment {
  readonly tenantId: string;
  readonly id: string;
  readonly resourceIds: readonly string[];
  readonly status: string;
  readonly content: AppointmentContent;
  readonly overbooked: boolean;
  readonly version: number;
}

export interface SeenRevision {
  readonly appointmentId: string;
  readonly version: number;
  readonly kind: string;
  readonly origin: string;
  readonly cause: { readonly kind: string; readonly details: Readonly<Record<string, string>> };
  readonly actor: { readonly kind: string; readonly id: string };
  readonly fields: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
  readonly conflicts: readonly { readonly field: string; readonly lost: unknown; readonly lostFrom: string }[];
  readonly commandId: string;
  readonly at: string;
  readonly state: SeenAppointment;
}

export interface SeenAllocation {
  readonly appointmentId: string;
  readonly occurrence: string;
  readonly resourceId: string;
  readonly during: { readonly start: Date; readonly end: Date };
  readonly lane: number | null;
  readonly overbooked: boolean;
}

export interface SeenLink {
  readonly tenantId: string;
  readonly id: string;
  readonly grantId: string;
  readonly resourceId: string;
  readonly calendarId: string;
  readonly calendarTimeZone: string;
  readonly mode: 'two-way' | 'export';
  readonly state: string;
  readonly reason: string | null;
  readonly syncFrom: Date;
  readonly createdAt: Date;
}

export interface SeenMapping {
  readonly tenantId: string;
  readonly linkId: string;
  readonly appointmentId: string;
  readonly eventId: string;
  readonly ours: { readonly version: number } | null;
  readonly google: { readonly is: string };
}

/** Everything that is left when a history has come to rest, and all that happened on the way. */
export interface Evidence {
  readonly appointments: readonly SeenAppointment[];
  /** In order of being written. */
  readonly revisions: readonly SeenRevision[];
  readonly allocations: readonly SeenAllocation[];
  readonly outbox: readonly {
    readonly aggregateId: string;
    readonly version: number;
    readonly topic: string;
    readonly isSent: boolean;
  }[];
  readonly links: readonly SeenLink[];
  readonly mappings: readonly SeenMapping[];
  readonly work: readonly { readonly linkId: string; readonly appointmentId: string }[];
  readonly jobs: readonly { readonly linkId: string; readonly job: string }[];
  readonly channels: readonly { readonly id: string; readonly linkId: string; readonly expiresAt: Date }[];
  readonly parked: readonly { readonly aggregateId: string; readonly reason: string }[];
  /** Consumer and event, once for each time that it took effect. */
  readonly effects: readonly string[];
  /** Moments in which a live link's calendar had no push channel, though nobody had ended it. */
  readonly gaps: readonly string[];
  /** In scheduling, where everybody locks in one order. */
  readonly deadlocks: number;
  /** States of all events, oldest first. */
  readonly states: readonly EventState[];
  readonly calls: readonly LoggedCall[];
  readonly unrest: Unrest;
  /** Channels that Google would still push to. */
  readonly googleChannels: readonly { readonly id: string; readonly expiration: number }[];
  readonly acknowledged: readonly Acknowledged[];
  /** What a person sees in a calendar, series date by date. */
  readonly googleItems: (calendarId: string) => readonly GoogleItem[];
  readonly companies: readonly Company[];
  readonly resources: readonly Room[];
  /** All rows of all services as text, for what must never be in any of them. */
  readonly rows: () => readonly WrittenRow[];
  /** What came of reaching for another company's things, where that was more than a refusal. */
  readonly breaches: readonly string[];
  readonly now: number;
}

export interface Violation {
  /** Such as `I5`. */
  readonly invariant: string;
  readonly says: string;
}
