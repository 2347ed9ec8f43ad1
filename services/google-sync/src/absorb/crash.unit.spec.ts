import { appointment, at } from '../../test/memory/contents';
import { resourceId, World } from '../../test/memory/world';
import { eventIdOf } from '../reconcile/domain/event-from-content';
import { work } from '../memory/tables';

const [moved, deleted, cancelled, made] = ['1', '2', '3', '4'].map((n) => `00000000-0000-7000-8000-00000000010${n}`);
const at17 = { start: { dateTime: '2026-11-23T17:00:00Z' }, end: { dateTime: '2026-11-23T18:00:00Z' } };
const weekly = { rule: 'FREQ=WEEKLY;COUNT=3', rdates: [], exdates: [] };
const override = { recurrenceId: at('2026-11-30T09:00:00Z'), title: 'This date only' };

/** Changes on both sides at once: of one appointment, of several, new ones, deletions and a series. */
async function busyWorld(): Promise<World> {
  const world = await new World().linked();
  for (const id of [moved!, deleted!, cancelled!])
    world.scheduling.put(id, appointment({ title: 'Before' }), [resourceId]);
  await world.settle();
  world.scheduling.change(moved!, { title: 'Renamed here' });
  world.person('patch', eventIdOf(moved!), at17);
  world.person('delete', eventIdOf(deleted!));
  world.scheduling.cancel(cancelled!);
  world.scheduling.put(made!, appointment({ title: 'Made here', recurrence: weekly, overrides: [override] }), [
    resourceId,
  ]);
  world.person('insert', null, { summary: 'Made there', ...at17 });
  await world.push();
  return world;
}

/** What both sides say, told by the titles and starts of what takes place. */
function sides(world: World): { google: string[]; kalends: string[] } {
  const says = (title: string, start: string): string => `${title} ${new Date(start).toISOString()}`;
  const active = [...world.scheduling.appointments.values()].filter((each) => !each.cancelled);
  return {
    google: world
      .events()
      .map(({ summary, start }) => says(summary, start.dateTime!))
      .sort(),
    kalends: active.map(({ content }) => says(content.title, 'at' in content.start ? content.start.at : '')).sort(),
  };
}

const wanted = [
  'Made here 2026-11-23T09:00:00.000Z',
  'Made there 2026-11-23T17:00:00.000Z',
  'Renamed here 2026-11-23T17:00:00.000Z',
];

describe('a worker that is killed', () => {
  it('S57: a deletion in Google is one, wherever the worker died over the change before it', async () => {
    for (let outcome = 'died', count = 1; outcome === 'died'; count += 1) {
      const world = await new World().linked();
      world.scheduling.put(moved!, appointment({ title: 'Before' }), [resourceId]);
      await world.settle();
      world.person('patch', eventIdOf(moved!), at17);
      await world.push();
      outcome = await world.dieAt(count, 0);
      world.person('patch', eventIdOf(moved!), { summary: 'Never read here' });
      world.person('delete', eventIdOf(moved!));
      await world.push();
      await world.pass(30_000, 5_000);
      const { cancelled } = world.scheduling.appointments.get(moved!)!;
      expect({ count, cancelled, events: world.events() }).toEqual({ count, cancelled: true, events: [] });
    }
  }, 60_000);

  it('S56: a deletion in Google is one, wherever the worker died over the insert before it', async () => {
    for (let outcome = 'died', count = 1; outcome === 'died'; count += 1) {
      const world = await new World().linked();
      world.scheduling.put(made!, appointment({ title: 'Before' }), [resourceId]);
      outcome = await world.dieAt(count, 0);
      const isThere = world.events().length > 0;
      if (isThere) {
        world.person('patch', eventIdOf(made!), at17);
        world.person('delete', eventIdOf(made!));
      }
      await world.push();
      await world.pass(30_000, 5_000);
      const { cancelled } = world.scheduling.appointments.get(made!)!;
      expect({ count, cancelled, events: world.events().length }).toEqual({
        ...{ count, cancelled: isThere },
        events: isThere ? 0 : 1,
      });
    }
  }, 60_000);

  it('S56, S57, S58: wherever it dies, before or after any call, both sides come to say the same, once', async () => {
    let count = 0;
    for (let outcome = 'died'; outcome === 'died';) {
      count += 1;
      const world = await busyWorld();
      outcome = await world.dieAt(count);
      await world.push();
      await world.pass(10_000, 5_000);
      const place = { count, ...sides(world) };
      // A list event's series shows its changed date as an event of its own.
      const google = place.google.filter((text) => !text.startsWith('This date only'));
      expect({ ...place, google }).toEqual({ count, google: wanted, kalends: wanted });
      expect(world.rows(work)).toEqual([]);
      const writes = world.writes();
      await world.push();
      await world.pass(60_000, 20_000);
      expect(world.writes()).toBe(writes);
      expect(world.scheduling.appointments.get(moved!)!.version).toBe(3);
    }
    expect(count).toBeGreaterThan(100);
  }, 120_000);
});
