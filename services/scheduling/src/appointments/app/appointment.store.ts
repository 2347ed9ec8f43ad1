import type { Appointment } from '../domain/appointment';

/** When an appointment takes place from first to last; `end` null for a series without a known end. */
export interface Extent {
  readonly start: Date;
  readonly end: Date | null;
}

export interface AppointmentStore {
  /** The appointment, locked until the transaction ends, so that its changes come one after the other. */
  lock(id: string): Promise<Appointment | null>;
  /** The appointment as it is, not locked. */
  find(id: string): Promise<Appointment | null>;
  /** @throws DomainError `appointment/exists` */
  insert(appointment: Appointment, extent: Extent): Promise<void>;
  update(appointment: Appointment, extent: Extent): Promise<void>;
}
