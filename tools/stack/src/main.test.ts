import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnGuarded } from '@kalends/infra';
import { checkout } from './stack-options';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Runs a program whose output goes where ours goes; it ends when we do. */
async function run(
  command: string,
  args: readonly string[],
  output: number | undefined,
  onText?: (text: string) => void,
): Promise<number> {
  const child = spawnGuarded(command, args, { cwd: checkout, ...(output === undefined ? {} : { output }) });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      onText?.(String(chunk));
    });
  }
  return child.exited;
}

/** The static gates: counted by the last line that they print themselves. */
async function gates(): Promise<Counts> {
  let text = '';
  const code = await run(
    process.execPath,
    [join('tools', 'gates', 'src', 'check.mjs')],
    undefined,
    (chunk) => (text += chunk),
  );
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(text) ?? [];
  if (passed === undefined || failed === undefined) return { passed: 0, failed: 1 };
  return { passed: Number(passed), failed: Math.max(Number(failed), code === 0 ? 0 : 1) };
}

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Spec files that could not even be loaded. */
  readonly numRuntimeErrorTestSuites: number;
}

/** All levels of tests, two spec files at a time. */
async function tests(): Promise<Counts> {
  const report = join(checkout, '.kalends', 'jest.json');
  await mkdir(join(checkout, '.kalends'), { recursive: true });
  await rm(report, { force: true });
  const code = await run('jest', ['--ci', '--json', '--outputFile', report], 2);
  const results = JSON.parse(await readFile(report, 'utf8').catch(() => 'null')) as JestResults | null;
  if (results === null) return { passed: 0, failed: 1 };
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return { passed: results.numPassedTests, failed: Math.max(failed, code === 0 ? 0 : 1) };
}

async function main(): Promise<void> {
  for (const end of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.once(end, () => process.exit(130));
  process.stdout.write('Static gates\n');
  const checked = await gates();
  process.stdout.write('\nTests of all levels\n');
  const tested = await tests();
  const failed = checked.failed + tested.failed;
  process.stdout.write(`${checked.passed + tested.passed} passed, ${failed} failed\n`);
  process.exit(failed === 0 ? 0 : 1);
}

void main();
