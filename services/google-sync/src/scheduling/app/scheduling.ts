import type { AppointmentContent, CalendarTime } from '@kalends/calendar';
import type { Conflict, ContentField } from '../../reconcile/domain/decision';
import type { Appointment } from '../domain/appointment';

/** The only writer of appointments, as this service sees it. */
export interface Scheduling {
  /**
   * Applies a command once: the same `commandId` again gives the first answer. A change that breaks capacity is kept and
   * flagged there, as Google's side can't be refused.
   * @throws DomainError of kind `unavailable` or `limited`: nothing is known, ask again
   */
  apply(command: SyncCommand): Promise<CommandAnswer>;

  /** @throws DomainError of kind `unavailable` */
  appointment(tenantId: string, appointmentId: string): Promise<Appointment | null>;

  /** Appointments of a resource that end after `from`, cancelled ones left out, in order of start; series once. */
  appointmentsOf(tenantId: string, resourceId: string, from: Date): AsyncIterable<Appointment>;
}

export interface SyncCommand {
  readonly tenantId: string;
  /** At most 128 characters. */
  readonly commandId: string;
  readonly appointmentId: string;
  /** Null for `create`. */
  readonly expectedVersion: number | null;
  readonly linkId: string;
  readonly cause: Cause;
  readonly conflicts: readonly Conflict[];
  readonly act: Act;
}

export type Act =
  | { readonly do: 'create'; readonly resourceId: string; readonly content: AppointmentContent }
  | { readonly do: 'move'; readonly start: CalendarTime; readonly end: CalendarTime }
  | {
      readonly do: 'change';
      readonly content: AppointmentContent;
      readonly fields: readonly ContentField[];
    }
  | { readonly do: 'cancel' }
  | { readonly do: 'restore' }
  | { readonly do: 'record-conflict' };

/** Why, for the timeline: `kind` is a stable word such as `google/event-moved`. */
export interface Cause {
  readonly kind: string;
  readonly details: Readonly<Record<string, string>>;
}

export type CommandAnswer =
  /** The state that it gave, which is not the newest when the same command had been applied before. */
  | { readonly is: 'applied'; readonly appointment: Appointment }
  /** It has another version by now; nothing was changed. */
  | { readonly is: 'stale'; readonly appointment: Appointment }
  /** It will never be applied as it is; `code` is scheduling's. */
  | { readonly is: 'refused'; readonly code: string };
