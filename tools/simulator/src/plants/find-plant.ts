import { historyOf, violationOf } from '../history/find';
import type { Violation } from '../judge/evidence';
import type { Plant } from './plant';

export interface Found {
  readonly histories: number;
  readonly seed: number;
  readonly violation: Violation;
}

/** Within so many histories a planted bug has to be found. */
export const patience = 2_000;

/** Runs histories with the bug in them until one breaks; null: none did. */
export async function findPlant(plant: Plant, firstSeed: number): Promise<Found | null> {
  for (let count = 0; count < patience; count += 1) {
    const seed = firstSeed + count;
    const violation = await violationOf(historyOf(seed), plant);
    if (violation) return { histories: count + 1, seed, violation };
  }
  return null;
}
