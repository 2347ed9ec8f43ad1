import type { Interval } from '@kalends/kernel';

/**
 * A lane for each interval, lowest first in order of start. Unlike taking lanes one by one as bookings come, this always
 * succeeds when at no moment more than `capacity` of them meet (they form an interval graph); else null.
 */
export function pack(intervals: readonly Interval[], capacity: number): readonly number[] | null {
  const order = intervals
    .map((_, index) => index)
    .sort((a, b) => intervals[a]!.start.getTime() - intervals[b]!.start.getTime());
  const lanes: number[] = [];
  /** When each lane is free again; index 0 is lane 1. */
  const freeFrom: number[] = Array.from({ length: capacity }, () => -Infinity);
  for (const index of order) {
    const { start, end } = intervals[index]!;
    const lane = freeFrom.findIndex((from) => from <= start.getTime());
    if (lane === -1) return null;
    freeFrom[lane] = end.getTime();
    lanes[index] = lane + 1;
  }
  return lanes;
}
