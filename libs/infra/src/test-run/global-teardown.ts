import { rm } from 'node:fs/promises';
import { testRun } from './test-run';

/** Jest's globalTeardown: ends the servers of the run and removes their data. */
export default async function stopTestRun(): Promise<void> {
  if (testRun.current === undefined) return;
  const { infra, stateDir } = testRun.current;
  await infra.stop();
  await rm(stateDir, { recursive: true, force: true });
}
