import type { Appointment } from '../../appointments/domain/appointment';
import type { RevisionWithState } from '../domain/revision';

/** The history of appointments: entries are added and never change. */
export interface RevisionStore {
  append(revision: RevisionWithState): Promise<void>;
  /** The appointment as it was at `version`; null when it never had that version. */
  stateAt(appointmentId: string, version: number): Promise<Appointment | null>;
}
