import { differences, play, replayables, type Replayable } from '@kalends/simulator';
import { sized, tellSoak, withSeed } from '@kalends/testing';
import { startSystem, type System } from '../support/system';
import { StackStage } from './replay/stack-stage';

let system: System;

beforeAll(async () => {
  system = await startSystem({ env: { SAFETY_POLL_SECONDS: '2' } });
}, 120_000);

afterAll(() => system?.stop());

const hour = 60 * 60 * 1000;
const begins = `${new Date(Math.ceil(Date.now() / hour) * hour).toISOString().slice(0, 19)}Z`;

/** What differs between the real stack and the simulator, in lines. */
async function replayed({ seed, history, scenes }: Replayable): Promise<string[]> {
  const stage = await StackStage.open(system);
  const found = await play(history, stage);
  await stage.close();
  return differences(scenes, found).map((line) => `seed ${seed}: ${line}`);
}

describe('A history of the simulator, replayed on the real stack', () => {
  it.each([
    ['without process deaths', { count: sized(2, 20), scenes: sized(6, 14), deaths: 0 }],
    ['with process deaths', { count: sized(1, 10), scenes: sized(5, 12), deaths: sized(1, 3) }],
  ])(
    'replay: %s it ends in the same state as in the simulator',
    (_, { count, scenes, deaths }) =>
      withSeed(async (random) => {
        // Of every day the same ones.
        const seed = sized(1, random.seed);
        const { histories, leftOut } = await replayables(seed, count, { scenes, deaths, begins });
        const found: string[] = [];
        for (const each of histories) found.push(...(await replayed(each)));
        expect(found.join('\n')).toBe('');
        expect(system.deaths).toEqual([]);
        const deathsTold = deaths > 0 ? `, ${deaths} deaths in each` : '';
        tellSoak({
          size: `${count} histories of ${scenes} scenes${deathsTold}`,
          figures: `${count} of ${count} the same in every scene; ${leftOut} left out whose end depends on the schedule`,
          seed,
        });
      }),
    sized(60_000, 1_800_000),
  );
});
