import type { History, Step } from './step';

/**
 * The shortest history that is still broken in the same way, by leaving out ever smaller pieces (Zeller's ddmin), then by
 * letting everybody come to rest between steps where that changes nothing.
 */
export async function shrink(
  history: History,
  isBroken: (shorter: History) => Promise<boolean>,
  onStep: (steps: number) => void = () => {},
): Promise<History> {
  let { steps } = history;
  const holds = (some: readonly Step[]): Promise<boolean> => isBroken({ ...history, steps: some });
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < steps.length;) {
      const fewer = steps.toSpliced(from, size);
      if (await holds(fewer)) onStep((steps = fewer).length);
      else from += size;
    }
  }
  for (let index = 0; index < steps.length; index += 1) {
    for (const turns of [calm, 0]) {
      const simpler = steps.with(index, { ...steps[index]!, turns });
      if (steps[index]!.turns === turns || !(await holds(simpler))) continue;
      steps = simpler;
      break;
    }
  }
  return { ...history, steps };
}

/** Enough for everybody to come to rest. */
const calm = 400;
