import type { MemorySession, View } from '@kalends/memory';
import { onConstraint } from '@kalends/persistence';
import type { ResourceStore } from '../resources/app/resource.store';
import type { Booked } from '../resources/domain/decide';
import type { Place } from '../resources/domain/place';
import type { Resource } from '../resources/domain/resource';
import { resourceConstraints } from '../resources/infra/resource-row';
import { allocationTable, branchTable, employeeTable, keyIn, ownedBy, requireRow, resourceTable } from './tables';

export class MemoryResourceStore implements ResourceStore {
  constructor(private readonly session: MemorySession) {}

  lockFor(resourceIds: readonly string[], branchId: string | null): Promise<Place> {
    const order = [...new Set(resourceIds)].sort();
    return this.session.query('resources.lockFor', (view) => {
      const resources: Resource[] = [];
      for (const id of order) {
        const resource = view.lock(resourceTable, keyIn(this.session, id))?.value;
        if (resource) resources.push(resource);
      }
      const first = resources.find(({ id }) => id === resourceIds[0]);
      const branch = first && view.get(branchTable, keyIn(this.session, branchId ?? first.branchId))?.value;
      return { branch: branch ?? null, resources };
    });
  }

  lock(id: string): Promise<Resource | null> {
    const key = keyIn(this.session, id);
    return this.session.query('resources.lock', (view) => view.lock(resourceTable, key)?.value ?? null);
  }

  find(id: string): Promise<Resource | null> {
    const key = keyIn(this.session, id);
    return this.session.query('resources.find', (view) => view.get(resourceTable, key)?.value ?? null);
  }

  async insert(value: Resource): Promise<void> {
    const row = { ...ownedBy(this.session), value };
    const inserting = this.session.query('resources.insert', (view) => {
      view.insert(resourceTable, row);
      this.requireNeighbours(view, value);
    });
    await onConstraint(inserting, resourceConstraints);
  }

  async update(value: Resource): Promise<void> {
    const key = keyIn(this.session, value.id);
    const updating = this.session.query('resources.update', (view) => {
      view.update(resourceTable, key, (row) => ({ ...row, value }));
      this.requireNeighbours(view, value);
    });
    await onConstraint(updating, resourceConstraints);
  }

  bookedFrom(id: string, now: Date): Promise<Booked> {
    return this.session.query('resources.bookedFrom', (view) => {
      const booked = view.all(allocationTable).filter((row) => row.resourceId === id && row.end > now);
      return {
        appointments: new Set(booked.map(({ appointmentId }) => appointmentId)).size,
        highestLane: Math.max(0, ...booked.map(({ lane }) => lane ?? 0)),
      };
    });
  }

  private requireNeighbours(view: View, { branchId, employeeId }: Resource): void {
    requireRow(view, branchTable, keyIn(this.session, branchId), 'resource_branch');
    if (employeeId !== null) requireRow(view, employeeTable, keyIn(this.session, employeeId), 'resource_employee');
  }
}
