import type { AppointmentContent } from '@kalends/calendar';

export type AppointmentStatus = 'confirmed' | 'cancelled' | 'completed' | 'no-show';

/** Where a change, or the first of them, was made. */
export type Origin = 'planner' | 'booking' | 'google' | 'caldav' | 'api' | 'system';

/** What an accepted command decides on: all of an appointment that a command can set and a restore brings back. */
export interface AppointmentFacts {
  readonly branchId: string;
  /** Sorted, without doubles, at least one. */
  readonly resourceIds: readonly string[];
  readonly customerIds: readonly string[];
  readonly templateId: string | null;
  readonly status: AppointmentStatus;
  readonly content: AppointmentContent;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
}

export interface Appointment extends AppointmentFacts {
  readonly tenantId: string;
  readonly id: string;
  /** A change from outside found no capacity: kept and shown, but where it collides it holds no slot. */
  readonly overbooked: boolean;
  /** 1, 2, 3… without gaps. */
  readonly version: number;
  /** Where it was first made. */
  readonly origin: Origin;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const factsOf = (appointment: Appointment): AppointmentFacts => ({
  branchId: appointment.branchId,
  resourceIds: appointment.resourceIds,
  customerIds: appointment.customerIds,
  templateId: appointment.templateId,
  status: appointment.status,
  content: appointment.content,
  bufferBeforeMinutes: appointment.bufferBeforeMinutes,
  bufferAfterMinutes: appointment.bufferAfterMinutes,
});
