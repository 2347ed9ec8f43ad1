import type { Infra } from '../infra';

interface TestRun {
  readonly infra: Infra;
  readonly stateDir: string;
}

const holder = globalThis as { kalendsTestRun?: { current?: TestRun } };

/** What globalSetup leaves for globalTeardown; jest loads the two files apart, in one process. */
export const testRun = (holder.kalendsTestRun ??= {});
