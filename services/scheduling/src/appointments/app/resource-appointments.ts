import type { Appointment } from '../domain/appointment';

/** A resource's appointments for those who copy them elsewhere. */
export interface ResourceAppointments {
  /**
   * Appointments that end after `from`, cancelled ones left out, in order of start and then id; series once. Page by page,
   * each in a transaction of its own: what changes meanwhile is told by events.
   */
  pages(tenantId: string, resourceId: string, from: Date): AsyncIterable<readonly Appointment[]>;
}
