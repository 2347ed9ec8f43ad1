import { randomUUID } from 'node:crypto';
import { connected, inDays, quiet, span, type Connected } from '@kalends/actors';
import { eventually, sized, tellSoak, testServers, withSeed } from '@kalends/testing';
import { startSystem, type System } from '../support/system';
import { secondsSince } from './seconds';
import { TwoWayChanges } from './two-way-changes';

let system: System;

beforeAll(async () => {
  if (testServers.areEmbedded()) system = await startSystem({ ownServers: true });
}, 120_000);

afterAll(() => system?.stop());

/** Containers are not ours to kill. */
const onOwnServers = testServers.areEmbedded() ? it : it.skip;

const services = ['scheduling', 'oauth-consent', 'google-sync', 'console'];

/** No process has ended, and each says of itself that it need not be restarted. */
async function expectAllAlive(): Promise<void> {
  expect(system.deaths).toEqual([]);
  for (const service of services) {
    const live = new URL('/health/live', system.stack.program(service).spec.readyUrl);
    expect([service, (await fetch(live)).status]).toEqual([service, 200]);
  }
}

describe('Kafka', () => {
  const kills = sized(1, 5);

  onOwnServers(
    'R16: killed hard at 20 changes a second, it costs no change, doubles none and ends no service',
    () =>
      withSeed(async (random) => {
        const probed = await connected(system);
        const people = new TwoWayChanges(system, [await connected(system), await connected(system)], random);
        const enough = new AbortController();
        const begun = Date.now();
        const changing = people.keepMaking(20, enough.signal);
        const silences: number[] = [];
        try {
          for (let kill = 1; kill <= kills; kill += 1) {
            await new Promise((resolve) => setTimeout(resolve, 500 + random.below(1_500)));
            await system.stack.crashes!.kill('kafka');
            await system.stack.crashes!.restart('kafka');
            const opened = Date.now();
            const title = `Probe ${kill}`;
            await probed.tenant.book(probed.resourceId, inDays(kill), { title });
            await eventually(
              async () => {
                const events = await probed.person.events(probed.calendarId);
                expect(events.map(({ summary }) => summary)).toContain(title);
              },
              { withinMs: 60_000 },
            );
            silences.push(secondsSince(opened));
          }
        } finally {
          enough.abort();
          await changing;
        }
        const rate = Math.round(people.done / secondsSince(begun));
        await eventually(async () => expect(await people.differences()).toEqual([]), {
          withinMs: 60_000,
          everyMs: 250,
        });
        await expectAllAlive();
        tellSoak({
          size: `${kills} kills, ${people.done} changes at ${rate} a second through all services`,
          figures: `0 lost, 0 doubled, 0 processes ended; consuming ${silences.join(', ')} s after the port opened`,
          seed: random.seed,
        });
      }),
    sized(120_000, 900_000),
  );
});

describe('Postgres', () => {
  const [bookings, kills] = sized([100, 1], [500, 5]);

  onOwnServers(
    'R19: killed hard amid bookings, it keeps every 201, and every error repeated with its key is one booking',
    () =>
      withSeed(async (random) => {
        const link = await connected(system);
        const { person, calendarId } = link;
        const answered = new Map<string, string>();
        let errors = 0;
        const recoveries: number[] = [];
        for (let kill = 0; kill < kills; kill += 1) {
          const first = (kill * bookings) / kills;
          const orders = Array.from({ length: bookings / kills }, (_, index) => orderFor(first + index));
          const failed: Order[] = [];
          const killAfter = 5 + random.below(orders.length / 2);
          let dead: Promise<void> | undefined;
          await byClients(orders, async (order) => {
            const { status, id } = await book(link, order);
            if (status === 201) answered.set(order.key, id);
            else failed.push(order);
            if (answered.size - first >= killAfter) dead ??= system.stack.crashes!.kill('postgres');
          });
          await dead;
          await system.stack.crashes!.restart('postgres');
          const opened = Date.now();
          const before = await rowsOf(link);
          expect(before).toEqual(expect.arrayContaining([...answered.values()]));
          await byClients(failed, async (order) => {
            const { id } = await eventually(
              async () => {
                const answer = await book(link, order);
                expect(answer.status).toBe(201);
                return answer;
              },
              { withinMs: 30_000, everyMs: 100 },
            );
            answered.set(order.key, id);
          });
          recoveries.push(secondsSince(opened));
          errors += failed.length;
        }
        expect(errors).toBeGreaterThan(0);
        expect((await rowsOf(link)).sort()).toEqual([...answered.values()].sort());
        expect(answered.size).toBe(bookings);
        await eventually(
          async () => {
            const titles = (await person.events(calendarId)).map(({ summary = '' }) => summary);
            expect(titles.sort()).toEqual([...answered.keys()].sort());
          },
          { withinMs: 60_000, everyMs: 250 },
        );
        await quiet(link);
        await expectAllAlive();
        tellSoak({
          size: `${kills} kills, ${bookings} bookings`,
          figures: `${bookings - errors} answered 201 and kept; ${errors} errors repeated, each one booking, within ${recoveries.join(', ')} s`,
          seed: random.seed,
        });
      }),
    sized(120_000, 900_000),
  );
});

interface Order {
  readonly key: string;
  readonly at: Date;
}

/** A booking that nobody else wants the place of. */
const orderFor = (index: number): Order => ({
  key: randomUUID(),
  at: inDays(2 + Math.floor(index / 8), 8 + (index % 8)),
});

/** Status 0: no answer. */
async function book({ tenant, resourceId }: Connected, { key, at }: Order): Promise<{ status: number; id: string }> {
  try {
    const { status, body } = await tenant.api.call<{ id: string }>('scheduling/appointments', {
      body: { resourceIds: [resourceId], content: { title: key, ...span(at) } },
      headers: { 'idempotency-key': key },
    });
    return { status, id: body.id };
  } catch {
    return { status: 0, id: '' };
  }
}

const rowsOf = async ({ tenant }: Connected): Promise<string[]> => {
  const rows = await system.look<{ id: string }>('SELECT id FROM scheduling.appointment WHERE tenant_id = $1', [
    tenant.id,
  ]);
  return rows.map(({ id }) => id);
};

/** Eight at a time. */
async function byClients<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: 8 }, client));
}
