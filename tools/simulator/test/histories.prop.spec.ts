import { randomInt } from 'node:crypto';
import { historyOf, violationOf } from '../src/history/find';
import { keptSeeds } from '../src/history/kept-seeds';
import { simulate } from '../src/history/simulate';

async function broken(seeds: readonly number[]): Promise<string[]> {
  const found: string[] = [];
  for (const seed of seeds) {
    const violation = await violationOf(historyOf(seed));
    if (violation)
      found.push(`${violation.invariant}: ${violation.says} (npm run simulate -- --histories 1 --seed ${seed})`);
  }
  return found;
}

const from = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index);

describe('hostile histories', () => {
  it('I1–I7: that once broke hold', async () => {
    expect(await broken(keptSeeds())).toEqual([]);
  }, 60_000);

  it('I1–I7: hold for 2,800 seeds that stay the same', async () => {
    expect(await broken(from(1, 2_800))).toEqual([]);
  }, 300_000);

  it('I1–I7: hold for 200 fresh seeds', async () => {
    const first = randomInt(2 ** 30);
    process.stdout.write(`Fresh histories: seeds ${first} to ${first + 199}\n`);
    expect(await broken(from(first, 200))).toEqual([]);
  }, 300_000);

  it('are the same to the last call when they are run again', async () => {
    const told = async (seed: number): Promise<string> =>
      (await simulate(historyOf(seed), { isTraced: true })).trace.join('\n');
    for (const seed of from(500, 10)) {
      const first = await told(seed);
      expect(first.split('\n').length).toBeGreaterThan(200);
      expect(await told(seed)).toBe(first);
    }
  }, 30_000);
});
