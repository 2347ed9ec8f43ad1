import type { Appointment, Origin } from './appointment';
import type { AppointmentChange } from './decide';

/** What only the surroundings know of a change. */
export interface Circumstances {
  readonly tenantId: string;
  readonly appointmentId: string;
  readonly origin: Origin;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Whether capacity was missing for it. */
  readonly overbooked: boolean;
}

/** The appointment after `change`, one version further. */
export function evolve(appointment: Appointment | null, change: AppointmentChange, given: Circumstances): Appointment {
  return {
    ...change.facts,
    tenantId: given.tenantId,
    id: given.appointmentId,
    overbooked: given.overbooked,
    version: (appointment?.version ?? 0) + 1,
    origin: appointment?.origin ?? given.origin,
    createdAt: appointment?.createdAt ?? given.at,
    updatedAt: given.at,
  };
}
