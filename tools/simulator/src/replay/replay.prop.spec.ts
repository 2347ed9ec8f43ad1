import type { Act, History } from '../history/step';
import { plants } from '../plants/plants';
import { differences, replayables, simulated, whateverTheOrder } from './replay';

const begins = '2026-11-21T11:00:00Z';

/** One scene for each list of acts. */
const historyOf = (...scenes: readonly (readonly Act[])[]): History => ({
  salt: 1,
  begins,
  steps: scenes.flatMap((acts) =>
    acts.map((act, index) => ({ act, turns: index < acts.length - 1 ? 0 : 400, salt: 0 })),
  ),
});

const book: Act = { do: 'book', who: 'receptionist', resource: 0, also: 0, slot: 3, repeats: 'once' };

describe('Histories for a replay', () => {
  it('come out the same however their calls are interleaved, deaths of processes included', async () => {
    const { histories, leftOut } = await replayables(11, 2, { scenes: 8, deaths: 2, begins });
    expect(leftOut).toBeLessThan(3);
    for (const { history, scenes } of histories) {
      expect(differences(scenes, await simulated(history, { salt: 99 }))).toEqual([]);
      expect(new Set(scenes.map(({ picture }) => picture.join())).size).toBeGreaterThan(4);
    }
  });

  it('are left out when it is a matter of who is first', async () => {
    expect(await whateverTheOrder(historyOf([book, { do: 'branch-switch', company: 0, on: false }]))).toBeNull();
    expect(await whateverTheOrder(historyOf([book], [{ do: 'branch-switch', company: 0, on: false }]))).not.toBeNull();
    const create: Act = { do: 'google-create', calendar: 0, slot: 3, repeats: 'once' };
    expect(await whateverTheOrder(historyOf([book, create]))).toBeNull();
    expect(await whateverTheOrder(historyOf([book, { ...create, slot: 4 }]))).not.toBeNull();
  });

  it('tell the scene, and its lines on both sides, in which another world is different', async () => {
    const restored = historyOf(
      [book],
      [{ do: 'google-delete', calendar: 0, event: 0 }],
      [{ do: 'google-restore', calendar: 0, event: 0 }],
    );
    const plant = plants.find(({ name }) => name === 'lost-restore')!;
    const found = differences(await simulated(restored, { salt: 1 }), await simulated(restored, { salt: 1, plant }));
    expect(found.slice(0, 4)).toEqual([
      'scene 5 (google-restore, calendar 0, event 0; then 400 turns):',
      '  - calendar 0: “#1” 1 d 3:00 to 1 d 4:00',
      '  - resource 0: “#1” 1 d 3:00 to 1 d 4:00, confirmed',
      '  + resource 0: “#1” 1 d 3:00 to 1 d 4:00, cancelled',
    ]);
  });
});
