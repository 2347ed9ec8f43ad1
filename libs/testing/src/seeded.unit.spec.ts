import { seeded, withSeed } from './seeded';

describe('seeded random numbers', () => {
  const numbers = (seed: number): number[] => {
    const random = seeded(seed);
    return Array.from({ length: 1_000 }, () => random.below(10));
  };

  it('come again with their seed, and others with another', () => {
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(8)).not.toEqual(numbers(7));
  });

  it('are all below their limit, and none of them is missing', () => {
    expect(new Set(numbers(7))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  });

  it('name their seed when a test fails', async () => {
    let seed = Number.NaN;
    const failing = withSeed((random) => {
      seed = random.seed;
      return Promise.reject(new Error('lost'));
    });
    await expect(failing).rejects.toThrow(/^Again with KALENDS_SEED=\d+: lost$/);
    await expect(failing).rejects.toThrow(String(seed));
  });
});
