import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnGuarded } from '@kalends/infra';
import { machine } from './machine';
import { soakPage, type PointRun } from './soak-page';

const checkout = join(__dirname, '..', '..', '..');
const page = join(checkout, 'docs', 'soak.md');

/** Specs whose reliability points have a full size. */
const specs = [
  'services/scheduling/test/races',
  'services/scheduling/test/random-commands',
  'libs/outbox/test/outbox.int',
  'libs/inbox/test/inbox.int',
  'libs/inbox/test/broker-kill',
  'e2e/reliability/google',
  'e2e/reliability/servers',
  'e2e/reliability/replay',
  'tools/simulator/test/simulate',
];

interface JestResults {
  readonly testResults: readonly {
    readonly assertionResults: readonly { fullName: string; title: string; status: string; duration: number | null }[];
  }[];
}

type Report = Pick<PointRun, 'size' | 'figures' | 'seed'> & { readonly test: string };

/** `npm run soak [-- R13 replay …]`: the reliability points at full size, and their rows in docs/soak.md. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const pattern = wanted.length > 0 ? wanted.map((id) => `${id}:`).join('|') : '[RI]\\d+:|replay:|simulate:';
  const scratch = await mkdtemp(join(tmpdir(), 'kalends-soak-'));
  const [results, reports] = [join(scratch, 'results.json'), join(scratch, 'reports.jsonl')];
  const words = ['--ci', '--selectProjects', 'int', 'e2e', '-t', pattern, '--json', '--outputFile', results];
  const jest = spawnGuarded('jest', [...words, '--', ...specs], {
    cwd: checkout,
    env: { ...process.env, SOAK: '1', KALENDS_SOAK_REPORT: reports },
    output: 2,
  });
  for (const end of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.once(end, () => process.exit(130));
  const code = await jest.exited;
  const runs = await runsOf(results, reports);
  await rm(scratch, { recursive: true });
  const failed = runs.filter(({ passed }) => !passed).length;
  const text = soakPage(runs, machine(), new Date(), await readFile(page, 'utf8').catch(() => ''));
  process.stdout.write(text);
  await writeFile(page, text);
  process.stdout.write(`${runs.length - failed} passed, ${failed} failed\n`);
  process.exit(code);
}

async function runsOf(results: string, reports: string): Promise<PointRun[]> {
  const { testResults } = JSON.parse(await readFile(results, 'utf8')) as JestResults;
  const lines = (await readFile(reports, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const told = new Map(lines.map((line) => JSON.parse(line) as Report).map((report) => [report.test, report]));
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, title, status, duration }) => {
      const { size = '', figures = '', seed } = told.get(fullName) ?? {};
      return { title, passed: status === 'passed', seconds: (duration ?? 0) / 1000, size, figures, seed };
    });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
