import fc from 'fast-check';
import type { Plant } from '../plants/plant';
import type { Violation } from '../judge/evidence';
import { biasedHistories, variedHistories } from './arbitrary';
import { shrink } from './shrink';
import { simulate } from './simulate';
import type { History } from './step';

/** A history that broke, in its shortest form. */
export interface Finding {
  readonly seed: number;
  readonly history: History;
  readonly violation: Violation;
  readonly trace: readonly string[];
}

export const stepsOfHistory = 40;

/** The one history of a seed: a biased one of an even seed. */
export const historyOf = (seed: number, steps = stepsOfHistory): History =>
  fc.sample((seed % 2 === 0 ? biasedHistories : variedHistories)(steps), { seed, numRuns: 1 })[0]!;

/** The first thing that is wrong with the seed's history, if anything is. */
export async function violationOf(history: History, plant?: Plant): Promise<Violation | null> {
  return (await simulate(history, { plant })).violations[0] ?? null;
}

/** Makes the broken history of a seed as short as it gets and tells it call by call. */
export async function tellFinding(
  seed: number,
  { invariant }: Violation,
  plant?: Plant,
  onShorter?: (steps: number) => void,
): Promise<Finding> {
  const isBroken = async (shorter: History): Promise<boolean> =>
    (await simulate(shorter, { plant })).violations.some((violation) => violation.invariant === invariant);
  const history = await shrink(historyOf(seed), isBroken, onShorter);
  const { violations, trace } = await simulate(history, { plant, isTraced: true });
  return { seed, history, violation: violations.find((violation) => violation.invariant === invariant)!, trace };
}
