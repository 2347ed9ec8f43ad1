import type { Evidence, SeenAllocation, Violation } from './evidence';

/** I1: no lane of a resource holds two at a time, and none lies beyond its capacity. */
export function judgeCapacity({ allocations, resources }: Evidence): Violation[] {
  const capacities = new Map(resources.map(({ id, capacity }) => [id, capacity]));
  const found: Violation[] = [];
  const lanes = new Map<string, SeenAllocation[]>();
  for (const allocation of allocations) {
    if (allocation.lane === null) continue;
    if (allocation.lane > (capacities.get(allocation.resourceId) ?? 1))
      found.push({
        invariant: 'I1',
        says: `${allocation.appointmentId} holds lane ${allocation.lane} of ${allocation.resourceId}`,
      });
    const key = `${allocation.resourceId} ${allocation.lane}`;
    const others = lanes.get(key) ?? [];
    for (const other of others)
      if (other.during.start < allocation.during.end && allocation.during.start < other.during.end)
        found.push({
          invariant: 'I1',
          says: `${other.appointmentId} and ${allocation.appointmentId} overlap on ${allocation.resourceId}`,
        });
    lanes.set(key, [...others, allocation]);
  }
  return found;
}
