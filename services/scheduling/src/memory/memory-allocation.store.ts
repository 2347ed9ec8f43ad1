import { overlaps } from '@kalends/kernel';
import type { MemorySession, View } from '@kalends/memory';
import { onConstraint } from '@kalends/persistence';
import type { AllocationStore, HeldSlot } from '../appointments/app/allocation.store';
import { slotTaken } from '../appointments/app/refusals';
import type { Allocation, AllocationPlan, Taken } from '../appointments/domain/allocate';
import type { Claim } from '../appointments/domain/expand';
import { type AllocationRow, allocationTable, keyIn, ownedBy, put } from './tables';

export class MemoryAllocationStore implements AllocationStore {
  constructor(private readonly session: MemorySession) {}

  of(appointmentId: string, from: Date | null): Promise<readonly Allocation[]> {
    return this.session.query('allocations.of', (view) =>
      view
        .all(allocationTable)
        .filter((row) => row.appointmentId === appointmentId && (from === null || row.end > from))
        .map(({ tenantId: _, appointmentId: __, ...row }) => ({ ...row, holds: row.lane !== null || row.overbooked })),
    );
  }

  takenAt(claims: readonly Claim[], exceptAppointmentId: string): Promise<readonly Taken[]> {
    return this.session.query('allocations.takenAt', (view) => {
      const held = view
        .all(allocationTable)
        .filter(isHeld)
        .filter((row) => row.appointmentId !== exceptAppointmentId);
      return claims.flatMap(({ resourceId, during }) =>
        held.filter((row) => row.resourceId === resourceId && overlaps(row.during, during)).map(taken),
      );
    });
  }

  heldAround(claim: Claim, appointmentId: string): Promise<readonly HeldSlot[]> {
    return this.session.query('allocations.heldAround', (view) => {
      const held = view
        .all(allocationTable)
        .filter(isHeld)
        .filter((row) => row.resourceId === claim.resourceId)
        .filter((row) => row.appointmentId !== appointmentId || row.occurrence !== claim.occurrence);
      let { start, end } = claim.during;
      for (let known = -1; ;) {
        const around = held.filter((row) => row.during.end > start && row.during.start < end);
        if (around.length === known)
          return around.map((row) => ({ ...taken(row), appointmentId: row.appointmentId, occurrence: row.occurrence }));
        known = around.length;
        for (const { during } of around) {
          if (during.start < start) ({ start } = during);
          if (during.end > end) ({ end } = during);
        }
      }
    });
  }

  async relane(slots: readonly HeldSlot[]): Promise<void> {
    const put = (view: View, laneOf: (slot: HeldSlot) => number | null): void => {
      for (const slot of slots) {
        const lane = laneOf(slot);
        const key = keyIn(this.session, slot.appointmentId, slot.occurrence, slot.resourceId);
        view.update(allocationTable, key, (row) => ({ ...row, lane }));
      }
    };
    // Out of all lanes first: the exclusion constraint looks at each row as it changes.
    await this.session.query('allocations.relane', (view) => put(view, () => null));
    await this.session.query('allocations.relane', (view) => put(view, ({ lane }) => lane));
  }

  async apply(appointmentId: string, { remove, add }: Pick<AllocationPlan, 'remove' | 'add'>): Promise<void> {
    const key = ({ occurrence, resourceId }: Claim): string =>
      keyIn(this.session, appointmentId, occurrence, resourceId);
    if (remove.length > 0)
      await this.session.query('allocations.remove', (view) => {
        for (const claim of remove) view.delete(allocationTable, key(claim));
      });
    if (add.length > 0) {
      const rows = add.map((allocation) => ({ ...ownedBy(this.session), ...allocation, appointmentId }));
      const adding = this.session.query('allocations.add', (view) => {
        // A series' earlier occurrences may still stand from before: this is how they are now.
        for (const row of rows) put(view, allocationTable, row);
      });
      await onConstraint(adding, { allocation_no_overlap: () => slotTaken() });
    }
  }
}

type HeldRow = AllocationRow & { readonly lane: number };

const isHeld = (row: AllocationRow): row is HeldRow => row.lane !== null;

const taken = ({ resourceId, lane, during }: HeldRow): Taken => ({ resourceId, lane, during });
