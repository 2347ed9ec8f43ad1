import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InfraWish } from '../infra';
import { isAlive } from '../machine-process';
import { startInfra } from '../start-infra';
import { testRun } from './test-run';

const root = join(__dirname, '..', '..', '..', '..', '.kalends', 'test-runs');

/** A run that was killed could not clear its folder away. */
const sweepDeadRuns = async (): Promise<void> => {
  for (const name of await readdir(root)) {
    if (!isAlive(Number(name))) await rm(join(root, name), { recursive: true, force: true }).catch(() => undefined);
  }
};

/** Jest's globalSetup of the levels that need servers: one Postgres and one Kafka per run, told to the workers by environment. */
export default async function startTestRun(): Promise<void> {
  await mkdir(root, { recursive: true });
  await sweepDeadRuns();
  const stateDir = join(root, String(process.pid));
  const wish = (process.env['KALENDS_INFRA'] ?? 'auto') as InfraWish;
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  const infra = await startInfra({
    wish,
    stateDir,
    ports: { postgres: 0, kafka: 0, kafkaController: 0 },
    durable: false,
    progress,
  });
  testRun.current = { infra, stateDir };
  process.env['KALENDS_TEST_POSTGRES'] = infra.postgres.adminUrl;
  process.env['KALENDS_TEST_KAFKA'] = infra.kafka.brokers;
  process.env['KALENDS_TEST_INFRA'] = infra.kind;
}
