import { overlaps } from '@kalends/kernel';
import { type MemorySession, table, type TableOf, type View } from '@kalends/memory';
import { SqlError } from '@kalends/persistence';
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

/** A row that is one value of the domain. */
export interface Kept<V> extends OfTenant {
  readonly value: V;
}

export interface AppointmentRow extends Kept<Appointment> {
  readonly extent: Extent;
}

export interface AllocationRow extends OfTenant, Allocation {
  readonly appointmentId: string;
}

/** The key of what the session's tenant calls by `names`. */
export const keyIn = ({ tenantId }: Pick<MemorySession, 'tenantId'>, ...names: readonly string[]): string =>
  names.length === 1 ? `${tenantId}/${names[0]}` : `${tenantId}/${names.join('/')}`;

/** What rows of the session's tenant have in common. @throws Error in the scope of queues, as row-level security does */
export function ownedBy({ tenantId }: MemorySession): OfTenant {
  if (tenantId === null) throw new Error('Only a tenant can own a row.');
  return { tenantId };
}

/** INSERT … ON CONFLICT DO UPDATE. */
export function put<Row>(view: View, of: TableOf<Row>, row: Row): void {
  if (view.update(of, of.key(row), () => row) === undefined) view.insert(of, row);
}

/** What a foreign key does. @throws SqlError 23503 */
export function requireRow(view: View, of: TableOf<never>, key: string, constraint: string): void {
  if (view.get(of, key) === undefined) throw new SqlError(`violates ${constraint}`, '23503', constraint, of.name);
}

const ofTenant = <Row extends OfTenant>(name: string, names: (row: Row) => readonly string[]) => ({
  name,
  tenant: (row: Row) => row.tenantId,
  key: (row: Row) => keyIn(row, ...names(row)),
});

const byId = <V extends { readonly id: string }>(name: string) => ofTenant<Kept<V>>(name, ({ value }) => [value.id]);

/** Tables as the migrations make them, with their names and those of their constraints. */
export const tenantTable = table<OfTenant>({
  name: 'tenant',
  tenant: (row) => row.tenantId,
  key: (row) => row.tenantId,
});
export const branchTable = table(byId<Branch>('branch'));
export const employeeTable = table(byId<Employee>('employee'));
export const customerTable = table(byId<Customer>('customer'));
export const resourceTable = table(byId<Resource>('resource'));
export const templateTable = table(byId<AppointmentTemplate>('appointment_template'));
export const appointmentTable = table(ofTenant<AppointmentRow>('appointment', ({ value }) => [value.id]));

export const allocationTable = table<AllocationRow>({
  ...ofTenant('allocation', ({ appointmentId, occurrence, resourceId }) => [appointmentId, occurrence, resourceId]),
  exclude: {
    allocation_no_overlap: (a, b) =>
      a.lane !== null &&
      a.lane === b.lane &&
      a.resourceId === b.resourceId &&
      a.tenantId === b.tenantId &&
      overlaps(a.during, b.during),
  },
});

export const horizonTable = table<DueSeries>({
  ...ofTenant('series_horizon', ({ appointmentId }) => [appointmentId]),
  isQueue: true,
});

export const revisionTable = table<Kept<RevisionWithState>>({
  ...byId('revision'),
  unique: {
    revision_one_per_version: ({ tenantId, value: { appointmentId, version, kind } }) =>
      kind === 'conflict-recorded' ? null : `${tenantId}/${appointmentId}/${version}`,
  },
});

export const commandTable = table(ofTenant<OfTenant & CommandClaim>('applied_command', ({ commandId }) => [commandId]));
