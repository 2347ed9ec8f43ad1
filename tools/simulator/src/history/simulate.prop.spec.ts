import fc from 'fast-check';
import { histories } from './arbitrary';
import { simulate } from './simulate';

it('runs', async () => {
  const all = fc.sample(histories(40), { seed: 1, numRuns: 20 });
  const begun = performance.now();
  for (const history of all) {
    const verdict = await simulate(history);
    process.stdout.write(`${verdict.turns} ${JSON.stringify(verdict.violations.slice(0, 3))}\n`);
  }
  process.stdout.write(`${(performance.now() - begun) / all.length} ms each\n`);
}, 120_000);
