import type { Allocation, AllocationPlan, Taken } from '../domain/allocate';
import type { Claim } from '../domain/expand';

/** A slot with the name under which it stands. */
export interface HeldSlot extends Taken {
  readonly appointmentId: string;
  readonly occurrence: string;
}

/** Who takes what of which resource. Call under the locks of the resources (ResourceStore.lockFor). */
export interface AllocationStore {
  /** The appointment's allocations that end after `from`; all of them when null. */
  of(appointmentId: string, from: Date | null): Promise<readonly Allocation[]>;
  /** Slots that other appointments hold at the times of `claims`. */
  takenAt(claims: readonly Claim[], exceptAppointmentId: string): Promise<readonly Taken[]>;
  /** All slots on the claim's resource that meet it or each other in a chain from it, but for the claim's own. */
  heldAround(claim: Claim, appointmentId: string): Promise<readonly HeldSlot[]>;
  /** Puts slots into other lanes, all at once. */
  relane(slots: readonly HeldSlot[]): Promise<void>;
  /** Removes and adds as planned. @throws DomainError `appointment/slot-taken` if the database knows better */
  apply(appointmentId: string, plan: Pick<AllocationPlan, 'remove' | 'add'>): Promise<void>;
}
