// `npm run check`: all static gates, two at a time, each with its time; ends with `N passed, N failed`.
import { pathToFileURL } from 'node:url';
import { gates } from './gates.mjs';

/** @returns {Promise<{passed: number, failed: number}>} */
export async function check() {
  const waiting = [...gates];
  const counts = { passed: 0, failed: 0 };
  const work = async () => {
    for (let gate = waiting.shift(); gate; gate = waiting.shift()) {
      const begun = performance.now();
      const problem = await gate.check();
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      counts[problem === null ? 'passed' : 'failed'] += 1;
      process.stdout.write(`${problem === null ? 'ok  ' : 'FAIL'} ${gate.name} (${seconds} s)\n`);
      if (problem !== null) process.stdout.write(`${problem.trimEnd()}\n`);
    }
  };
  await Promise.all([work(), work()]);
  return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed } = await check();
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
