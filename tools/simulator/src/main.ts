import { parseArgs } from 'node:util';
import { historyOf, tellFinding, violationOf } from './history/find';
import { tell } from './history/step';

const usage = `npm run simulate -- [--histories N] [--seed X]
  runs N histories (1000 if not said), of the seeds X, X+1, …; without a seed, of fresh ones`;

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** As many traces as a person reads. */
const told = 3;

async function main(): Promise<void> {
  if (values.help) return void process.stdout.write(`${usage}\n`);
  const count = Number(values.histories);
  const first = Number(values.seed ?? Date.now() % 1_000_000_000);
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(first)) throw new Error(usage);
  const broken: number[] = [];
  const begun = performance.now();
  for (let index = 0; index < count; index += 1) {
    const seed = first + index;
    const violation = await violationOf(historyOf(seed));
    if (violation) {
      broken.push(seed);
      process.stdout.write(`seed ${seed}: ${violation.invariant}: ${violation.says}\n`);
      if (broken.length <= told) await explain(seed, violation);
    }
    if ((index + 1) % 500 === 0) {
      const rate = ((index + 1) / (performance.now() - begun)) * 1000;
      process.stdout.write(
        `${index + 1} of ${count} histories, ${rate.toFixed(0)} a second, ${broken.length} broken\n`,
      );
    }
  }
  process.stdout.write(`${count} histories, ${broken.length} broken\n`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}

async function explain(seed: number, violation: { invariant: string; says: string }): Promise<void> {
  const finding = await tellFinding(seed, violation);
  const lines = [
    `  shrunk to ${finding.history.steps.length} steps:`,
    ...finding.history.steps.map((step, index) => `  ${index + 1}. ${tell(step)}`),
    `  ${finding.violation.invariant}: ${finding.violation.says}`,
    ...finding.trace.map((line) => `    ${line}`),
    `  again: npm run simulate -- --histories 1 --seed ${seed}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

void main();
