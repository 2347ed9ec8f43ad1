import { occurrences, timeKey, type Override } from '@kalends/calendar';
import fc from 'fast-check';
import { eventIdOf, instanceIdOf } from '../src/reconcile/domain/event-from-content';
import { appointment, at } from './memory/contents';
import { account, resourceId, World } from './memory/world';
import { work } from '../src/memory/tables';

const id = '00000000-0000-7000-8000-000000000101';
const hourOf = (day: string, hour: number) => at(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
const mondays = ['2026-11-23', '2026-11-30', '2026-12-07', '2026-12-14'];

interface Happening {
  readonly name: string;
  readonly [fc.toStringMethod]: () => string;
  run(world: World): void | Promise<void>;
}
const happening = (name: string, run: Happening['run']): Happening => ({ name, run, [fc.toStringMethod]: () => name });

const aDay = fc.constantFrom(...mondays);
const anHour = fc.constantFrom(9, 11, 14);
const aWord = fc.constantFrom('red', 'green');

const content = (world: World) => world.scheduling.appointments.get(id)!.content;

/** What a planner does to one date, the series being at the hour it now is. */
const overriding = (
  world: World,
  day: string,
  change: (recurrenceId: Override['recurrenceId']) => Override | null,
): void => {
  const { start, overrides } = content(world);
  const recurrenceId = at(`${day}${timeKey(start).slice(10)}`);
  const others = overrides.filter((other) => timeKey(other.recurrenceId) !== timeKey(recurrenceId));
  const next = change(recurrenceId);
  world.scheduling.change(id, { overrides: next === null ? others : [...others, next] });
};

/** What a person does to one date in Google, if it takes place. */
const inCalendar = (world: World, day: string, operation: string, body?: unknown): void => {
  const start = 'at' in content(world).start ? timeKey(content(world).start) : '';
  const eventId = instanceIdOf(eventIdOf(id), at(`${day}${start.slice(10)}`));
  try {
    world.person(operation, eventId, body);
  } catch {
    // Google's series may be at another hour than ours, or have no such date.
  }
};

const happenings = fc.oneof(
  fc
    .tuple(aDay, aWord)
    .map(([day, title]) =>
      happening(`Kalends calls ${day} ${title}`, (world) =>
        overriding(world, day, (recurrenceId) => ({ recurrenceId, title })),
      ),
    ),
  fc.tuple(aDay, anHour).map(([day, hour]) =>
    happening(`Kalends moves ${day} to ${hour}`, (world) =>
      overriding(world, day, (recurrenceId) => ({
        recurrenceId,
        start: hourOf(day, hour),
        end: hourOf(day, hour + 1),
      })),
    ),
  ),
  aDay.map((day) =>
    happening(`Kalends cancels ${day}`, (world) =>
      overriding(world, day, (recurrenceId) => ({ recurrenceId, cancelled: true })),
    ),
  ),
  aDay.map((day) => happening(`Kalends puts ${day} back`, (world) => overriding(world, day, () => null))),
  aWord.map((title) => happening(`Kalends calls all ${title}`, (world) => void world.scheduling.change(id, { title }))),
  anHour.map((hour) =>
    happening(`Kalends moves all to ${hour}`, (world) => {
      world.scheduling.change(id, {
        start: hourOf(mondays[0]!, hour),
        end: hourOf(mondays[0]!, hour + 1),
        overrides: [],
      });
    }),
  ),
  fc
    .tuple(aDay, aWord)
    .map(([day, summary]) =>
      happening(`Google calls ${day} ${summary}`, (world) => inCalendar(world, day, 'patch', { summary })),
    ),
  fc.tuple(aDay, anHour).map(([day, hour]) =>
    happening(`Google moves ${day} to ${hour}`, (world) =>
      inCalendar(world, day, 'patch', {
        start: { dateTime: hourOf(day, hour).at, timeZone: 'Europe/Berlin' },
        end: { dateTime: hourOf(day, hour + 1).at, timeZone: 'Europe/Berlin' },
      }),
    ),
  ),
  aDay.map((day) => happening(`Google deletes ${day}`, (world) => inCalendar(world, day, 'delete'))),
  aWord.map((summary) =>
    happening(`Google calls all ${summary}`, (world) => void world.person('patch', eventIdOf(id), { summary })),
  ),
  fc.constant(happening('push', (world) => world.push())),
  fc.constant(happening('all is done', (world) => world.settle())),
  fc
    .integer({ min: 1, max: 60 })
    .map((count) => happening(`dies at ${count}`, async (world) => void (await world.dieAt(count)))),
  fc.constant(
    happening('cut', (world) => void world.emulator.faults.add({ times: 1, when: 'after', connection: 'cut' })),
  ),
);

function dates(world: World): { google: string[]; kalends: string[] } {
  const query = { singleEvents: 'true', showDeleted: 'false', maxResults: '2500' };
  const answer = world.emulator.person(account, 'calendar.events.list', {
    params: { calendarId: world.calendarId },
    query,
  });
  const { items } = answer.body as { items: { summary: string; start: { dateTime: string } }[] };
  const window = { start: new Date('2026-11-01T00:00:00Z'), end: new Date('2027-02-01T00:00:00Z') };
  const says = (title: string, start: Date): string => `${title} ${start.toISOString().slice(0, 16)}`;
  return {
    google: items.map(({ summary, start }) => says(summary, new Date(start.dateTime))).sort(),
    kalends: occurrences(content(world), window, { zoneForDates: 'Europe/Berlin' })
      .map(({ interval, override }) => says(override?.title ?? content(world).title, interval.start))
      .sort(),
  };
}

describe('a series on both sides', () => {
  it('S16, S17: has the same dates in the end, whichever were moved, renamed, deleted or put back on which side', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happenings, { minLength: 5, maxLength: 25, size: 'max' }), async (all) => {
        const world = await new World().linked();
        const rule = { rule: 'FREQ=WEEKLY;COUNT=4', rdates: [], exdates: [] };
        world.scheduling.put(id, appointment({ title: 'blue', recurrence: rule }), [resourceId]);
        await world.settle();
        for (const { run } of all) await run(world);
        world.emulator.faults.clear();
        await world.pass(400_000, 20_000);
        await world.push();
        await world.pass(30_000, 10_000);
        const { google, kalends } = dates(world);
        expect(google).toEqual(kalends);
        expect(world.rows(work)).toEqual([]);
        const [writes, commands] = [world.writes(), world.scheduling.commands.length];
        await world.push();
        await world.pass(60_000, 20_000);
        expect([world.writes(), world.scheduling.commands.length]).toEqual([writes, commands]);
      }),
      { numRuns: 200 },
    );
  }, 300_000);
});
