import { randomInt } from 'node:crypto';

/** Random numbers that come again with the same seed. */
export interface Seeded {
  readonly seed: number;
  /** A number in [0, 1). */
  fraction(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
}

/** Numbers by mulberry32 from the seed in `KALENDS_SEED`, or from a new one. */
export function seeded(seed = Number(process.env['KALENDS_SEED'] ?? randomInt(2 ** 31))): Seeded {
  let state = seed;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return { seed, fraction, below, pick: (from) => from[below(from.length)]! };
}

/** Runs a test with random numbers; a failure's message says the seed that brings them again. */
export async function withSeed(test: (random: Seeded) => Promise<void>): Promise<void> {
  const random = seeded();
  try {
    await test(random);
  } catch (error) {
    if (error instanceof Error) error.message = `Again with KALENDS_SEED=${random.seed}: ${error.message}`;
    throw error;
  }
}
