import { historyOf } from '../src/history/find';
import { simulate } from '../src/history/simulate';

describe('hostile histories', () => {
  it('are the same to the last call when they are run again', async () => {
    const told = async (seed: number): Promise<string> =>
      (await simulate(historyOf(seed), { isTraced: true })).trace.join('\n');
    for (let seed = 500; seed < 510; seed += 1) {
      const first = await told(seed);
      expect(first.split('\n').length).toBeGreaterThan(200);
      expect(await told(seed)).toBe(first);
    }
  }, 30_000);
});
