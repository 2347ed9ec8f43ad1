import { appendFileSync } from 'node:fs';

/** Whether tests run at the full size of their reliability point (`npm run soak`) and not at that of every day. */
export const isSoak = process.env['SOAK'] === '1';

/** The quick size, or the full one in a soak. */
export const sized = <T>(quick: T, full: T): T => (isSoak ? full : quick);

/** What a test of a reliability point has measured, one word or number per name. */
export type SoakFigures = Readonly<Record<string, string | number>>;

/** Tells the soak what the running test has measured; does nothing outside a soak. */
export function tellSoak(figures: SoakFigures): void {
  const file = process.env['KALENDS_SOAK_FIGURES'];
  if (file !== undefined)
    appendFileSync(file, `${JSON.stringify({ test: expect.getState().currentTestName, figures })}\n`);
}
