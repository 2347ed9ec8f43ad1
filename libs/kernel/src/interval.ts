/** A half-open span of time [start, end). */
export interface Interval {
  readonly start: Date;
  readonly end: Date;
}

export const overlaps = (a: Interval, b: Interval): boolean => a.start < b.end && b.start < a.end;

/** `interval` widened by minutes on both sides (buffers). */
export const widen = (interval: Interval, beforeMinutes: number, afterMinutes: number): Interval => ({
  start: new Date(interval.start.getTime() - beforeMinutes * 60_000),
  end: new Date(interval.end.getTime() + afterMinutes * 60_000),
});
