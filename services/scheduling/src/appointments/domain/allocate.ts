import { type Interval, overlaps } from '@kalends/kernel';
import type { Claim } from './expand';

/** A claim as it stands in the table. */
export interface Allocation extends Claim {
  /** 1 to the resource's capacity: of each lane at most one allocation at a time. Null: it holds no slot. */
  readonly lane: number | null;
  /** It wanted a slot and found none. */
  readonly overbooked: boolean;
}

/** A slot that another appointment holds. */
export interface Taken {
  readonly resourceId: string;
  readonly lane: number;
  readonly during: Interval;
}

export interface AllocationPlan {
  readonly remove: readonly Allocation[];
  readonly add: readonly Allocation[];
  /** Claims that found no slot and had not been without one at this same time before. */
  readonly refused: readonly Claim[];
  /** All claims that are without the slot that they want: those refused, and those that stay without. */
  readonly overbooked: readonly Claim[];
}

/**
 * The claims that need a slot looked for: the new ones, the moved ones, and those that found none before. All others keep
 * the allocation that they have.
 */
export function unsettled(wanted: readonly Claim[], current: readonly Allocation[]): readonly Claim[] {
  const standing = byKey(current);
  return wanted.filter((claim) => {
    const present = standing.get(keyOf(claim));
    return !present || !sameTimes(present, claim) || present.holds !== claim.holds || present.overbooked;
  });
}

/**
 * Turns claims into allocations: each unsettled one takes the lowest lane that is free for all of its time.
 * @param taken what others hold at the times of the unsettled claims
 * @param capacityOf lanes of each resource
 */
export function allocate(
  wanted: readonly Claim[],
  current: readonly Allocation[],
  taken: readonly Taken[],
  capacityOf: ReadonlyMap<string, number>,
): AllocationPlan {
  const standing = byKey(current);
  const searching = unsettled(wanted, current);
  const searchingKeys = new Set(searching.map(keyOf));
  const settledKeys = new Set(wanted.map(keyOf).filter((key) => !searchingKeys.has(key)));
  const occupied = new Map<string, Taken[]>();
  const occupy = (slot: Taken): void => {
    const slots = occupied.get(slot.resourceId);
    if (slots) slots.push(slot);
    else occupied.set(slot.resourceId, [slot]);
  };
  for (const slot of taken) occupy(slot);
  for (const { lane, ...own } of current) if (lane !== null && settledKeys.has(keyOf(own))) occupy({ ...own, lane });

  const placed = searching.map((claim): Allocation => {
    const { resourceId } = claim;
    const lane = claim.holds
      ? freeLane(claim.during, occupied.get(resourceId) ?? [], capacityOf.get(resourceId) ?? 1)
      : null;
    if (lane !== null) occupy({ resourceId, lane, during: claim.during });
    return { ...claim, lane, overbooked: claim.holds && lane === null };
  });
  const asBefore = (allocation: Allocation): boolean => {
    const present = standing.get(keyOf(allocation));
    return allocation.overbooked && present !== undefined && present.overbooked && sameTimes(present, allocation);
  };
  const stays = new Set([...settledKeys, ...placed.filter(asBefore).map(keyOf)]);
  const add = placed.filter((allocation) => !stays.has(keyOf(allocation)));
  return {
    remove: current.filter((allocation) => !stays.has(keyOf(allocation))),
    add,
    refused: add.filter((allocation) => allocation.overbooked),
    overbooked: placed.filter((allocation) => allocation.overbooked),
  };
}

const keyOf = (claim: Pick<Claim, 'occurrence' | 'resourceId'>): string => `${claim.occurrence}|${claim.resourceId}`;

const byKey = (allocations: readonly Allocation[]): ReadonlyMap<string, Allocation> =>
  new Map(allocations.map((allocation) => [keyOf(allocation), allocation]));

const timesOf = ({ start, end, during }: Claim): readonly number[] =>
  [start, end, during.start, during.end].map((time) => time.getTime());

const sameTimes = (a: Claim, b: Claim): boolean => timesOf(a).join() === timesOf(b).join();

function freeLane(during: Interval, occupied: readonly Taken[], capacity: number): number | null {
  const inTheWay = new Set(occupied.filter((other) => overlaps(other.during, during)).map(({ lane }) => lane));
  for (let lane = 1; lane <= capacity; lane++) if (!inTheWay.has(lane)) return lane;
  return null;
}
