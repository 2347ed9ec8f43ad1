import type { Appointment, Origin } from '../domain/appointment';
import type { Actor, Cause, FieldConflict } from '../../timeline/domain/revision';

/** What comes with every command on an appointment. */
export interface Envelope {
  readonly tenantId: string;
  /** Made by the caller, at most 128 characters: the same again returns the first answer. */
  readonly commandId: string;
  readonly requestHash: string | null;
  /** Null: whatever the version is. */
  readonly expectedVersion: number | null;
  readonly origin: Origin;
  readonly actor: Actor;
  /** The branches in which the actor may change appointments. */
  readonly branches: readonly string[] | 'all';
  readonly cause: Cause;
  /** Where capacity is missing: refuse (planner, booking), or keep and flag what was changed outside. */
  readonly capacityPolicy: 'refuse' | 'overbook';
  /** Fields that lost a merge on the way here. */
  readonly conflicts: readonly FieldConflict[];
}

export interface Outcome {
  readonly appointment: Appointment;
  /** The command had been applied before: this is its first answer. */
  readonly replayed: boolean;
}
