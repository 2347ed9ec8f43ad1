import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Everything random in a history, from one number. */
export class Chance {
  private generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** Goes on as if it had begun with `seed`: what follows no longer depends on what was before. */
  begin(seed: number): void {
    this.generator = xoroshiro128plus(seed);
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return limit <= 1 ? 0 : uniformInt(this.generator, 0, limit - 1);
  }

  /** In [0, 1). */
  fraction(): number {
    return uniformInt(this.generator, 0, 0x3fffffff) / 0x40000000;
  }

  is(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }
}
