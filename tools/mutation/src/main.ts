import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnGuarded } from '@kalends/infra';
import { type MutationReport, percentOf, scoresByService, sumOf } from './mutation-report';
import { scoresWith, scoreTable, withScores } from './score-table';

const checkout = join(__dirname, '..', '..', '..');
const work = join(checkout, '.kalends', 'mutation');
const page = join(checkout, 'docs', 'simulator.md');
const LEAST_PERCENT = 90;

/** `npm run mutate [-- pattern …]`: breaks the rules one by one and tells docs/simulator.md. */
async function main(): Promise<number> {
  const patterns = process.argv.slice(2);
  const chosen = patterns.length > 0 ? ['--mutate', [...patterns, '!**/*.spec.ts'].join(',')] : [];
  await rm(work, { recursive: true, force: true }); // also what a run that was killed has left
  const stryker = spawnGuarded('nice', ['-n', '19', 'stryker', 'run', 'tools/mutation/stryker.config.mjs', ...chosen], {
    cwd: checkout,
    env: process.env,
    output: 2,
  });
  for (const end of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.once(end, () => process.exit(130));
  const code = await stryker.exited;
  if (code !== 0) return code;
  const services = scoresByService(JSON.parse(await readFile(join(work, 'report.json'), 'utf8')) as MutationReport);
  process.stdout.write(`${scoreTable(services)}\n`);
  const before = await readFile(page, 'utf8');
  const all = patterns.length === 0 ? services : scoresWith(before, services);
  await writeFile(page, withScores(before, scoreTable(all)));
  const scores = [...services].map(([service, files]) => ({ service, percent: percentOf(sumOf(files.values())) }));
  const isEnough = scores.length > 0 && scores.every(({ percent }) => percent >= LEAST_PERCENT);
  process.stdout.write(
    `${scores.map(({ service, percent }) => `${service} ${percent.toFixed(1)} %`).join(', ')}: ` +
      `${isEnough ? 'enough' : `too little, it should be ${LEAST_PERCENT} %`}\n`,
  );
  return isEnough ? 0 : 1;
}

void main().then((code) => process.exit(code));
