import { connected, listed, quiet, type Connected } from '@kalends/actors';
import { eventually, sized, tellSoak, withSeed } from '@kalends/testing';
import { startSystem, type System } from '../support/system';
import { TwoWayChanges } from './two-way-changes';

let system: System;

beforeAll(async () => {
  system = await startSystem();
}, 120_000);

afterAll(() => system?.stop());

const severalLinks = (count: number): Promise<Connected[]> =>
  Promise.all(Array.from({ length: count }, () => connected(system)));

const secondsSince = (begun: number): number => Math.round((Date.now() - begun) / 100) / 10;

describe('The two-way engine', () => {
  const [kills, changes, links] = sized([4, 150, 3], [20, 2_000, 8]);

  it(
    'R13: killed hard at random instants amid changes on both sides, it loses and doubles nothing',
    () =>
      withSeed(async (random) => {
        const linked = await severalLinks(links);
        const people = new TwoWayChanges(system, linked, random);
        const engine = system.stack.program('google-sync');
        const begun = Date.now();
        for (let kill = 1; kill <= kills; kill += 1) {
          const working = people.make(Math.ceil((changes * kill) / kills) - people.done);
          await new Promise((resolve) => setTimeout(resolve, random.below(1_500)));
          await engine.kill();
          await Promise.all([engine.start(), working]);
        }
        const readyAt = Date.now();
        await eventually(async () => expect(await people.differences()).toEqual([]), {
          withinMs: 30_000,
          everyMs: 250,
        });
        const converged = secondsSince(readyAt);
        await Promise.all(linked.map(quiet));
        const after = await system.google.lastCall();
        await Promise.all(linked.map((link) => listed(system, link)));
        expect(await system.google.calls({ after, writes: true })).toEqual([]);
        tellSoak({
          kills,
          changes,
          links,
          seed: random.seed,
          'converged after, s': converged,
          'took, s': secondsSince(begun),
        });
      }),
    sized(90_000, 900_000),
  );
});
