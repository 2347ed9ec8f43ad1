import { connected, inDays, listed, quiet, type Connected, type GooglePerson } from '@kalends/actors';
import { eventually, sized, tellSoak, withSeed } from '@kalends/testing';
import { startSystem, type System } from '../support/system';
import { secondsSince } from './seconds';
import { TwoWayChanges } from './two-way-changes';

const compare = (a: string, b: string): number => a.localeCompare(b);

let system: System;

beforeAll(async () => {
  system = await startSystem();
}, 120_000);

afterAll(() => system?.stop());

/** An hour each, none with another. */
const slot = (index: number): Date => inDays(2 + Math.floor(index / 8), 8 + (index % 8));

describe('The two-way engine', () => {
  const [kills, changes, links] = sized([2, 150, 3], [20, 2_000, 8]);

  it(
    'R13: killed hard at random instants amid changes on both sides, it loses and doubles nothing',
    () =>
      withSeed(async (random) => {
        const linked = await Promise.all(Array.from({ length: links }, () => connected(system)));
        const people = new TwoWayChanges(system, linked, random);
        const engine = system.stack.program('google-sync');
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
        for (const link of linked) await eventually(() => listed(system, link), { withinMs: 30_000 });
        expect(await system.google.calls({ after, writes: true })).toEqual([]);
        tellSoak({
          size: `${kills} kills, ${changes} changes in ${links} calendars`,
          figures: `0 lost, 0 doubled; converged ${converged} s after the last start, then 0 writes`,
          seed: random.seed,
        });
      }),
    sized(90_000, 1_200_000),
  );
});

describe('Sync tokens', () => {
  const [events, deleted, pageSize] = sized([300, 10, 40], [2_500, 30, 250]);

  /** Title and state of every appointment, in order. */
  const appointments = ({ tenant }: Connected): Promise<{ title: string; status: string; version: number }[]> =>
    system.look(
      `SELECT content->>'title' AS title, status, version FROM scheduling.appointment
       WHERE tenant_id = $1 ORDER BY content->>'title'`,
      [tenant.id],
    );

  const tokenOf = async ({ linkId }: Connected): Promise<string | null> => {
    const [row] = await system.look<{ token: string | null }>(
      'SELECT sync_token AS token FROM google_sync.calendar_links WHERE id = $1',
      [linkId],
    );
    return row!.token;
  };

  const listsOf = async ({ email }: GooglePerson, after: number): Promise<number[]> =>
    (await system.google.calls({ after, account: email }))
      .filter(({ operation }) => operation.endsWith('events.list'))
      .map(({ status }) => status);

  it(
    'R24: a 410 amid the pages deletes here what was deleted there, revives nothing, and the token waits for the last page',
    async () => {
      const link = await connected(system);
      const { person, calendarId } = link;
      const titles = Array.from({ length: events }, (_, index) => `Event ${String(index).padStart(4, '0')}`);
      const made = await inTurn(titles, (title, index) =>
        person.create(calendarId, {
          summary: title,
          start: { dateTime: slot(index).toISOString() },
          end: { dateTime: slot(index + 1).toISOString() },
        }),
      );
      await eventually(async () => expect(await appointments(link)).toHaveLength(events), {
        withinMs: sized(60_000, 600_000),
        everyMs: 500,
      });
      await quiet(link);

      const engine = system.stack.program('google-sync');
      await engine.stop();
      const gone = new Set(made.filter((_, index) => index % 7 === 3).slice(0, deleted));
      for (const { id } of gone) await person.remove(calendarId, id);
      // So much news that the list of changes has several pages.
      const renamed = made.filter((event) => !gone.has(event)).slice(-2 * pageSize);
      await inTurn(renamed, ({ id, summary }) => person.edit(calendarId, id, { summary: `${summary} renamed` }));
      await system.google.settings({ pageSize });
      const after = await system.google.lastCall();
      const { id: slow } = await system.google.fault({
        method: 'GET',
        path: '/events$',
        account: person.email,
        when: 'after',
        delayMs: 300,
      });
      const starting = engine.start();
      await eventually(async () => expect(await listsOf(person, after)).toEqual([200]), { withinMs: 30_000 });
      await system.google.admin('POST', '/sync-tokens/expire', { calendar: calendarId });
      await eventually(async () => expect(await tokenOf(link)).toBeNull(), { withinMs: 30_000 });

      const pages = Math.ceil(events / pageSize);
      const wholeListRead = async (): Promise<boolean> => {
        const statuses = await listsOf(person, after);
        return statuses.slice(statuses.indexOf(410)).filter((status) => status === 200).length >= pages;
      };
      let token = await tokenOf(link);
      for (; token === null; token = await tokenOf(link)) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await wholeListRead()).toBe(true);
      await starting;
      await system.google.admin('DELETE', `/faults/${slow}`);
      await quiet(link);

      const cancelled = new Set([...gone].map(({ summary }) => summary));
      const renames = new Set(renamed.map(({ summary }) => summary));
      expect(await appointments(link)).toEqual(
        titles.map((title) => ({
          title: renames.has(title) ? `${title} renamed` : title,
          status: cancelled.has(title) ? 'cancelled' : 'confirmed',
          version: cancelled.has(title) || renames.has(title) ? 2 : 1,
        })),
      );
      expect(await person.events(calendarId)).toHaveLength(events - deleted);
      expect(await system.google.calls({ after, writes: true, account: person.email })).toEqual([]);
      await system.google.settings({ pageSize: null });
      tellSoak({
        size: `${events} events on ${pages} pages, ${deleted} deleted in the gap`,
        figures: `${cancelled.size} deleted here, 0 revived, 0 writes to Google; the token came after the last page`,
      });
    },
    sized(90_000, 900_000),
  );
});

describe('After the last change', () => {
  const [changes, quietSeconds] = sized([100, 60], [1_000, 3_600]);
  const rounds = sized(3, 12);

  it(
    'R27: no more is written than was changed, and then nothing more, however long',
    () =>
      withSeed(async (random) => {
        const link = await connected(system);
        const { tenant, resourceId, person, calendarId } = link;
        const after = await system.google.lastCall();
        const ids: string[] = [];
        for (let change = 0; change < changes; change += 1) {
          if (change % 4 === 0) ids.push((await tenant.book(resourceId, slot(ids.length), { title: 'New' })).id);
          else await tenant.command(random.pick(ids), 'change', { content: { title: `Change ${change}` } });
        }
        // A thousand writes take a while at Google's 600 calls a minute, and the last change may still be on its way.
        await eventually(
          async () => {
            await quiet(link);
            const there = (await person.events(calendarId)).map(({ summary }) => summary ?? '');
            const here = await system.look<{ title: string }>(
              `SELECT content->>'title' AS title FROM scheduling.appointment WHERE tenant_id = $1`,
              [tenant.id],
            );
            expect(there.toSorted(compare)).toEqual(here.map(({ title }) => title).toSorted(compare));
          },
          { withinMs: sized(20_000, 240_000) },
        );
        const writes = await system.google.calls({ after, writes: true, account: person.email });
        const applied = writes.filter(({ status }) => status < 300).length;
        expect(applied).toBeLessThanOrEqual(changes);
        expect(applied).toBeGreaterThanOrEqual(ids.length);

        const versions = () =>
          system.look('SELECT id, version FROM scheduling.appointment WHERE tenant_id = $1 ORDER BY id', [tenant.id]);
        const [silence, before] = [await system.google.lastCall(), await versions()];
        for (let round = 0; round < rounds; round += 1) {
          await system.google.advanceClock(quietSeconds / rounds);
          await listed(system, link);
          await compared(link);
        }
        expect(await system.google.calls({ after: silence, writes: true, account: person.email })).toEqual([]);
        expect(await versions()).toEqual(before);
        tellSoak({
          size: `${changes} changes, then ${quietSeconds} simulated seconds`,
          figures: `${applied} writes applied of ${writes.length} tried; in silence with ${rounds} lists and comparisons 0 writes, 0 versions`,
          seed: random.seed,
        });
      }),
    sized(90_000, 900_000),
  );
});

/** Lets the daily comparison of the whole calendar be due now, and waits for its end. */
async function compared({ linkId }: Connected): Promise<void> {
  const its = `link_id = $1 AND job = 'compare'`;
  await system.look(`UPDATE google_sync.link_jobs SET due_at = now() WHERE ${its}`, [linkId]);
  await eventually(
    async () => {
      const done = `SELECT 1 FROM google_sync.link_jobs WHERE ${its} AND due_at > now() AND lease_until IS NULL`;
      expect(await system.look(done, [linkId])).toHaveLength(1);
    },
    { withinMs: 30_000 },
  );
}

/** Ten at a time, and what came of each, in order. */
async function inTurn<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let index = 0; index < items.length; index += 10) {
    const some = items.slice(index, index + 10);
    results.push(...(await Promise.all(some.map((item, place) => work(item, index + place)))));
  }
  return results;
}
