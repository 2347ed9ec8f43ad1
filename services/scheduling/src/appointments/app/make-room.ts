import type { SchedulingTx } from '../../scheduling-tx';
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
  unplaced: readonly Claim[],
  capacities: ReadonlyMap<string, number>,
): Promise<boolean> {
  let isPacked = false;
  for (const claim of unplaced) {
    const capacity = capacities.get(claim.resourceId) ?? 1;
    if (capacity === 1) continue;
    const held = await tx.allocations.heldAround(claim, appointmentId);
    const lanes = pack([...held.map(({ during }) => during), claim.during], capacity);
    if (!lanes) continue;
    await tx.allocations.relane(held.map((slot, index) => ({ ...slot, lane: lanes[index]! })));
    isPacked = true;
  }
  return isPacked;
}
