import type { SchedulingTx } from '../../scheduling-tx';
import type { AllocationPlan } from '../domain/allocate';
import type { Claim } from '../domain/expand';
import { pack } from '../domain/pack';

/**
 * Bookings that come and go leave gaps spread over the lanes: then no single lane is free for all of a claim although at no
 * moment all are taken. This packs the lanes around such claims anew, if that helps.
 * @returns whether any slot has another lane now
 */
export async function makeRoom(
  tx: SchedulingTx,
  appointmentId: string,
  { overbooked, remove }: AllocationPlan,
  capacities: ReadonlyMap<string, number>,
): Promise<boolean> {
  const capacityOf = ({ resourceId }: Claim): number => capacities.get(resourceId) ?? 1;
  const unplaced = overbooked.filter((claim) => capacityOf(claim) > 1);
  if (unplaced.length === 0) return false;
  // The slots that it leaves would be in the way of those that are packed.
  await tx.allocations.apply(appointmentId, { remove, add: [] });
  let isPacked = false;
  for (const claim of unplaced) {
    const held = await tx.allocations.heldAround(claim, appointmentId);
    const lanes = pack([...held.map(({ during }) => during), claim.during], capacityOf(claim));
    if (!lanes) continue;
    await tx.allocations.relane(held.map((slot, index) => ({ ...slot, lane: lanes[index]! })));
    isPacked = true;
  }
  return isPacked;
}
