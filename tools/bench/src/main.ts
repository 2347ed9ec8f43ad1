import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchCreates } from './creates';
import type { Figures } from './figures';
import { benchLatency } from './latency';
import { machine } from './machine';
import { benchRelay } from './relay';
import { startStage, type Stage } from './stage';
import { benchWebhook } from './webhook';

const benches: Readonly<Record<string, (stage: Stage) => Promise<Figures>>> = {
  latency: benchLatency,
  creates: benchCreates,
  webhook: benchWebhook,
  relay: benchRelay,
};
const page = join(__dirname, '..', '..', '..', 'docs', 'benchmarks.md');

/** `npm run bench [-- name …]`: runs the benchmarks and, when all of them ran, writes docs/benchmarks.md. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in benches));
  if (unknown.length > 0)
    throw new Error(`No benchmark ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
  const chosen = Object.entries(benches).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const stage = await startStage(say);
  const results: Figures[] = [];
  try {
    for (const [name, bench] of chosen) {
      say(`${name} …`);
      const figures = await bench(stage);
      results.push(figures);
      say(tableOf(figures));
    }
  } finally {
    await stage.stop();
  }
  if (wanted.length === 0) await writeFile(page, pageOf(results));
}

function tableOf({ title, rows }: Figures): string {
  const lines = rows.map(({ what, measured, against = '', ratio, goal = '' }) =>
    [what, measured, against, ratio?.toFixed(2) ?? '', goal].join(' | '),
  );
  return [`## ${title}`, '', '| what | measured | against | ratio | goal |', '| --- | --- | --- | --- | --- |']
    .concat(lines.map((line) => `| ${line} |`))
    .join('\n');
}

const pageOf = (results: readonly Figures[]): string =>
  [
    '# Benchmarks',
    `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine()}. ` +
      'Load, services, PostgreSQL (fsync on) and Kafka share these cores: ' +
      'ratios count, absolute figures are rough.',
    ...results.map(tableOf),
  ].join('\n\n') + '\n';

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
