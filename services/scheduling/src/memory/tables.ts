import { overlaps } from '@kalends/kernel';
import { type MemorySession, table } from '@kalends/memory';
import type { Extent } from '../appointments/app/appointment.store';
import type { CommandClaim } from '../appointments/app/command-log';
import type { DueSeries } from '../appointments/app/series-horizon';
import type { Allocation } from '../appointments/domain/allocate';
import type { Appointment } from '../appointments/domain/appointment';
import type { Branch } from '../branches/domain/branch';
import type { Customer, Employee } from '../people/app/person.store';
import type { Resource } from '../resources/domain/resource';
import type { AppointmentTemplate } from '../templates/app/template.store';
import type { RevisionWithState } from '../timeline/domain/revision';

interface OfTenant {
  readonly tenantId: string;
}

export type AppointmentRow = OfTenant & { readonly appointment: Appointment; readonly extent: Extent };
export type AllocationRow = OfTenant & Allocation & { readonly appointmentId: string };
export type CommandRow = OfTenant & CommandClaim;

/** The key of what a tenant calls by `id`. */
export const keyOf = (tenantId: string | null, ...id: readonly string[]): string => `${tenantId}/${id.join('/')}`;

const ofTenant = <Row extends OfTenant>(name: string, id: (row: Row) => readonly string[]) => ({
  name,
  tenant: (row: Row) => row.tenantId,
  key: (row: Row) => keyOf(row.tenantId, ...id(row)),
});
