import type { Appointment, Origin } from '../../appointments/domain/appointment';
import type { FieldChange } from '../../appointments/domain/changed-fields';
import type { ChangeKind } from '../../appointments/domain/decide';

export type ActorKind = 'user' | 'customer' | 'calendar-link' | 'service';

/** Who did it: an id, never a name or an address. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: string;
}

/** Why it was done: a stable word such as `google/event-moved`, and facts of the one who asked. */
export interface Cause {
  readonly kind: string;
  readonly details: Readonly<Record<string, string>>;
}

/** A field that two sides changed: the value that lost stays here. */
export interface FieldConflict {
  readonly field: string;
  readonly kept: unknown;
  readonly lost: unknown;
  readonly lostFrom: Origin;
}

/** One entry of an appointment's timeline. */
export interface Revision {
  readonly id: string;
  readonly appointmentId: string;
  /** The appointment's version after it; a recorded conflict makes none of its own. */
  readonly version: number;
  readonly kind: ChangeKind | 'conflict-recorded';
  readonly origin: Origin;
  readonly actor: Actor;
  readonly cause: Cause;
  readonly fields: readonly FieldChange[];
  readonly conflicts: readonly FieldConflict[];
  readonly commandId: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** A revision with the whole appointment as it was after it. */
export interface RevisionWithState extends Revision {
  readonly state: Appointment;
}
