/** A half-open span of time [start, end). */
export interface Interval {
  readonly start: Date;
  readonly end: Date;
}

// Dates compared as they are go through a conversion that takes ten times as long, and occurrences of series meet often.
export const overlaps = (a: Interval, b: Interval): boolean =>
  a.start.getTime() < b.end.getTime() && b.start.getTime() < a.end.getTime();

/** `interval` widened by minutes on both sides (buffers). */
export const widen = (interval: Interval, beforeMinutes: number, afterMinutes: number): Interval => ({
  start: new Date(interval.start.getTime() - beforeMinutes * 60_000),
  end: new Date(interval.end.getTime() + afterMinutes * 60_000),
});
