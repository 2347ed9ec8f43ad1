import { parseArgs } from 'node:util';
import { historyOf, tellFinding, violationOf } from './history/find';
import { keptSeeds } from './history/kept-seeds';
import { simulate } from './history/simulate';
import { tell } from './history/step';
import type { Violation } from './judge/evidence';
import { findPlant, patience } from './plants/find-plant';
import type { Plant } from './plants/plant';
import { plants } from './plants/plants';

const usage = `npm run simulate -- [--histories N] [--seed X] [--plant NAME|all] [--trace]
  runs N histories (1000 if not said) of the seeds X, X+1, …; without a seed, first those that ever broke and then fresh ones.
  --trace: tells the history of seed X call by call, whatever comes of it.
  --plant: with a bug planted, until it is found: ${plants.map(({ name }) => name).join(', ')}, or all of them`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** As many stories as a person reads. */
const told = 3;

interface Wish {
  readonly count: number;
  readonly first: number | undefined;
  readonly chosen: readonly Plant[];
  readonly isTraced: boolean;
}

/** What is asked for. @throws Error that says which word can not be understood */
function wishOf(words: string[]): Wish | 'help' {
  const { values } = parseArgs({
    args: words,
    options: {
      histories: { type: 'string', default: '1000' },
      seed: { type: 'string' },
      plant: { type: 'string' },
      trace: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { histories, seed, plant, trace } = values;
  const count = Number(histories);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new Error(`--histories is a number from 1 on, not "${histories}".`);
  const first = seed === undefined ? undefined : Number(seed || NaN);
  if (first !== undefined && !Number.isSafeInteger(first)) throw new Error(`--seed is a whole number, not "${seed}".`);
  const chosen = plants.filter(({ name }) => plant === name || plant === 'all');
  if (plant !== undefined && chosen.length === 0) throw new Error(`No bug to be planted is named "${plant}".`);
  return { count, first, chosen, isTraced: trace };
}

async function main(wish: Wish): Promise<boolean> {
  const { count, chosen } = wish;
  if (chosen.length > 1 || (chosen.length > 0 && count > 1)) return runPlants(chosen, wish.first ?? 1);
  const first = wish.first ?? Date.now() % 1_000_000_000;
  if (chosen.length > 0) return tellPlanted(chosen[0]!, first);
  if (wish.isTraced) return tellTrace(first);
  const kept = wish.first === undefined ? keptSeeds() : [];
  return runHistories([...kept, ...Array.from({ length: count }, (_, index) => first + index)].slice(0, count));
}

async function runHistories(seeds: readonly number[]): Promise<boolean> {
  let broken = 0;
  const begun = performance.now();
  for (const [index, seed] of seeds.entries()) {
    const violation = await violationOf(historyOf(seed));
    if (violation) {
      broken += 1;
      say(`seed ${seed}: ${violation.invariant}: ${violation.says}`);
      if (broken <= told) await explain(seed, violation);
    }
    if ((index + 1) % 100 === 0) say(`${index + 1} of ${seeds.length} histories, ${broken} broken`);
  }
  // Not among what the same seeds tell again word for word.
  process.stderr.write(`${((seeds.length / (performance.now() - begun)) * 1000).toFixed(0)} histories a second\n`);
  say(`${seeds.length} histories, ${broken} broken`);
  return broken === 0;
}

async function tellTrace(seed: number): Promise<boolean> {
  const { violations, trace } = await simulate(historyOf(seed), { isTraced: true });
  trace.forEach(say);
  for (const { invariant, says } of violations) say(`${invariant}: ${says}`);
  say(`1 histories, ${violations.length === 0 ? 0 : 1} broken`);
  return violations.length === 0;
}

async function runPlants(chosen: readonly Plant[], first: number): Promise<boolean> {
  let count = 0;
  for (const plant of chosen) {
    const found = await findPlant(plant, first);
    if (found) count += 1;
    const { name, says } = plant;
    say(
      found
        ? `${name}: found in history ${found.histories} (seed ${found.seed}): ${found.violation.invariant}: ${found.violation.says}`
        : `${name}: NOT found in ${patience} histories: ${says}`,
    );
  }
  say(`${count} of ${chosen.length} found`);
  return count === chosen.length;
}

async function tellPlanted(plant: Plant, seed: number): Promise<boolean> {
  const violation = await violationOf(historyOf(seed), plant);
  if (violation) await explain(seed, violation, plant);
  say(violation ? '1 histories, 1 broken' : '1 histories, 0 broken');
  return violation === null;
}

async function explain(seed: number, violation: Violation, plant?: Plant): Promise<void> {
  const finding = await tellFinding(seed, violation, plant);
  const steps = finding.history.steps.map((step, index) => `  ${index + 1}. ${tell(step)}`);
  say(`  shrunk to ${steps.length} steps:`);
  steps.forEach(say);
  say(`  ${finding.violation.invariant}: ${finding.violation.says}`);
  finding.trace.forEach((line) => say(`    ${line}`));
  say(`  again: npm run simulate -- --histories 1 --seed ${seed}${plant ? ` --plant ${plant.name}` : ''}`);
}

async function run(words: string[]): Promise<boolean> {
  let wish: Wish | 'help';
  try {
    wish = wishOf(words);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    return false;
  }
  return wish === 'help' ? (say(usage), true) : main(wish);
}

// Whoever reads only the beginning, as `head` does, has seen enough, but has not seen that nothing is broken.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(1);
});

void run(process.argv.slice(2)).then((isGood) => (process.exitCode = isGood ? 0 : 1));
