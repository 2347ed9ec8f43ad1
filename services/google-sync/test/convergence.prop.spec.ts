import fc from 'fast-check';
import { eventIdOf } from '../src/reconcile/domain/event-from-content';
import { appointment, at } from './memory/contents';
import { resourceId, World } from './memory/world';
import { work } from '../src/memory/tables';

const ids = [1, 2, 3, 4].map((n) => `00000000-0000-7000-8000-00000000010${n}`);
const hours = [7, 9, 11, 13, 15];
const timeAt = (hour: number) => ({
  start: at(`2026-11-23T${String(hour).padStart(2, '0')}:00:00Z`),
  end: at(`2026-11-23T${String(hour + 1).padStart(2, '0')}:00:00Z`),
});
const googleTimeAt = (hour: number) => {
  const { start, end } = timeAt(hour);
  return { start: { dateTime: start.at, timeZone: start.zone }, end: { dateTime: end.at, timeZone: end.zone } };
};

/** Something that happens; an event that is not there is nobody's to change. */
interface Happening {
  readonly name: string;
  readonly [fc.toStringMethod]: () => string;
  run(world: World): void | Promise<void>;
}

const anId = fc.constantFrom(...ids);
const anHour = fc.constantFrom(...hours);
const aWord = fc.constantFrom('red', 'green', 'blue');

const person = (world: World, operation: string, id: string, body?: unknown): void => {
  const event = eventIdOf(id);
  if (world.emulator.state.events.get(world.calendarId, event)) world.person(operation, event, body);
};
const exists = (world: World, id: string): boolean => world.scheduling.appointments.get(id)?.cancelled === false;

const happening = (name: string, run: Happening['run']): Happening => ({ name, run, [fc.toStringMethod]: () => name });
const inKalends = fc.oneof(
  fc
    .tuple(anId, aWord, anHour)
    .map(([id, word, hour]) =>
      happening(
        `Kalends books ${id} ${word} ${hour}`,
        (world) => void world.scheduling.put(id, appointment({ title: word, ...timeAt(hour) }), [resourceId]),
      ),
    ),
  fc
    .tuple(anId, aWord)
    .map(([id, word]) =>
      happening(
        `Kalends renames ${id} ${word}`,
        (world) => void (exists(world, id) && world.scheduling.change(id, { title: word })),
      ),
    ),
  fc
    .tuple(anId, anHour)
    .map(([id, hour]) =>
      happening(
        `Kalends moves ${id} ${hour}`,
        (world) => void (exists(world, id) && world.scheduling.change(id, timeAt(hour))),
      ),
    ),
  anId.map((id) =>
    happening(`Kalends cancels ${id}`, (world) => void (exists(world, id) && world.scheduling.cancel(id))),
  ),
);
const inGoogle = fc.oneof(
  fc
    .tuple(anId, aWord)
    .map(([id, word]) =>
      happening(`Google renames ${id} ${word}`, (world) => person(world, 'patch', id, { summary: word })),
    ),
  fc
    .tuple(anId, anHour)
    .map(([id, hour]) =>
      happening(`Google moves ${id} ${hour}`, (world) => person(world, 'patch', id, googleTimeAt(hour))),
    ),
  anId.map((id) =>
    happening(`Google deletes ${id}`, (world) => {
      if (world.emulator.state.events.get(world.calendarId, eventIdOf(id))?.content.status === 'confirmed')
        person(world, 'delete', id);
    }),
  ),
  anId.map((id) => happening(`Google restores ${id}`, (world) => person(world, 'patch', id, { status: 'confirmed' }))),
  fc
    .tuple(aWord, anHour)
    .map(([word, hour]) =>
      happening(
        `Google makes ${word} ${hour}`,
        (world) => void world.person('insert', null, { summary: word, ...googleTimeAt(hour) }),
      ),
    ),
);
const inBetween = fc.oneof(
  fc.constant(happening('push', (world) => world.push())),
  fc.constant(happening('Kafka delivers', async (world) => void (await world.deliver()))),
  fc.constant(happening('one write', async (world) => void (await world.engine.outward.step()))),
  fc.constant(happening('one job', async (world) => void (await world.engine.jobs.step()))),
  fc
    .integer({ min: 1, max: 60 })
    .map((count) => happening(`dies at ${count}`, async (world) => void (await world.dieAt(count)))),
  fc.constant(
    happening(
      '410',
      (world) =>
        void world.emulator.faults.add({ method: 'GET', path: '/events/$', times: 1, when: 'before', status: 410 }),
    ),
  ),
  fc
    .constantFrom('before', 'after')
    .map((when) =>
      happening(`503 ${when}`, (world) => void world.emulator.faults.add({ times: 1, when, status: 503 })),
    ),
  fc.constant(
    happening('cut', (world) => void world.emulator.faults.add({ times: 1, when: 'after', connection: 'cut' })),
  ),
  fc.constant(happening('time passes', (world) => world.pass(65_000, 13_000))),
);

/** Somebody else is not idle while a request of a worker is under way. */
const meanwhile = fc
  .tuple(fc.oneof(inKalends, inGoogle, inBetween), fc.constantFrom('before', 'after', 'command'), fc.nat(3))
  .map(([inner, where, later]) =>
    happening(`${where} +${later}: ${inner.name}`, (world) => {
      let left = later;
      const once = async (when: string): Promise<void> => {
        if (when !== where || left-- > 0) return;
        world.gate.onGoogle = () => {};
        world.scheduling.onApply = () => {};
        await inner.run(world);
      };
      if (where === 'command') world.scheduling.onApply = () => once('command');
      else world.gate.onGoogle = (_, when) => once(when);
    }),
  );

const says = (title: string, start: string): string => `${title} ${new Date(start).toISOString().slice(11, 16)}`;

function sides(world: World): { google: string[]; kalends: string[] } {
  const active = [...world.scheduling.appointments.values()].filter((each) => !each.cancelled);
  return {
    google: world
      .events()
      .map(({ summary, start }) => says(summary, start.dateTime!))
      .sort(),
    kalends: active.map(({ content }) => says(content.title, 'at' in content.start ? content.start.at : '')).sort(),
  };
}

describe('both sides', () => {
  it('I5: say the same in the end, whatever happened in whatever order, and are quiet then', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(inKalends, inGoogle, inBetween, meanwhile), { minLength: 10, maxLength: 40, size: 'max' }),
        async (happenings) => {
          const world = new World();
          for (const id of ids.slice(0, 3)) world.scheduling.put(id, appointment(), [resourceId]);
          await world.linked();
          for (const { run } of happenings) await run(world);
          world.emulator.faults.clear();
          world.gate.onGoogle = () => {};
          world.scheduling.onApply = () => {};
          await world.pass(400_000, 20_000);
          await world.push();
          await world.pass(30_000, 10_000);
          const { google, kalends } = sides(world);
          expect(google).toEqual(kalends);
          expect(world.rows(work)).toEqual([]);
          const [writes, commands] = [world.writes(), world.scheduling.commands.length];
          await world.push();
          await world.pass(60_000, 20_000);
          expect([world.writes(), world.scheduling.commands.length]).toEqual([writes, commands]);
        },
      ),
      { numRuns: 200 },
    );
  }, 300_000);
});
