import { appendFileSync } from 'node:fs';

/** The size of a test of every day, or that of its reliability point in a soak (`npm run soak`). */
export const sized = <T>(quick: T, full: T): T => (process.env['SOAK'] === '1' ? full : quick);

/** What a test of a reliability point tells of its run, in words. */
export interface SoakReport {
  /** How much was done: `5 kills, 500 bookings`. */
  readonly size: string;
  /** What came of it: `0 lost, 3.1 s until recovered`. */
  readonly figures: string;
  /** Brings its random choices again. */
  readonly seed?: number;
}

/** Tells the soak what the running test has found; does nothing outside a soak. */
export function tellSoak(report: SoakReport): void {
  const file = process.env['KALENDS_SOAK_REPORT'];
  if (file === undefined) return;
  appendFileSync(file, `${JSON.stringify({ ...report, test: expect.getState().currentTestName })}\n`);
}
