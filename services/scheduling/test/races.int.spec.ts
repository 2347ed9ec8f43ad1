import { randomUUID } from 'node:crypto';
import { sized, tellSoak } from '@kalends/testing';
import { at, booking, OVERLAPS, salon, type Salon } from './salon';
import { SchedulingApp } from './scheduling-app';

const minute = (n: number): string =>
  new Date(Date.parse('2027-03-01T06:00:00Z') + n * 60_000).toISOString().slice(0, 16);

/** `jobs` done by `clients` at once, each taking the next; what each came to, in the order of jobs. */
async function byClients<J, R>(clients: number, jobs: readonly J[], work: (job: J) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) results[index] = await work(jobs[index]!);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return results;
}

const counted = (statuses: readonly number[]): Record<number, number> =>
  statuses.reduce<Record<number, number>>((counts, status) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }), {});

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);

describe('Many at once', () => {
  let app: SchedulingApp;
  let place: Salon;

  beforeAll(async () => {
    app = await SchedulingApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    place = await salon(app, { resources: 4 });
  });

  const overlaps = () => app.rows(OVERLAPS);
  const post = async (body: object, headers = {}) => place.owner.post('appointments', body, headers);
  const count = async (): Promise<number> =>
    (await app.rows('SELECT 1 FROM appointment WHERE tenant_id = $1', [place.tenant])).length;

  it('R1: books each aligned slot once, whoever else wants it', async () => {
    const [slots, requests] = sized([40, 400], [100, 2_000]);
    const [chair] = place.resources;
    const jobs = shuffled(Array.from({ length: requests }, (_, n) => booking([chair!], minute((n % slots) * 30))));
    const begun = Date.now();
    const statuses = await byClients(sized(40, 100), jobs, async (body) => (await post(body)).status);
    const seconds = (Date.now() - begun) / 1000;
    expect(counted(statuses)).toEqual({ 201: slots, 409: requests - slots });
    expect(await overlaps()).toEqual([]);
    expect(seconds).toBeLessThan(30);
    tellSoak({
      size: `${requests} requests for ${slots} slots`,
      figures: `${slots} booked, 0 overlaps, ${seconds.toFixed(1)} s`,
    });
  }, 60_000);

  it('I1: books staggered, overlapping times without an overlap and without a deadlock', async () => {
    const requests = sized(300, 1_500);
    const jobs = Array.from({ length: requests }, (_, n) => {
      const chair = place.resources[n % 2]!;
      return booking([chair], minute((n * 7) % 600), 45);
    });
    const statuses = await byClients(sized(30, 60), shuffled(jobs), async (body) => (await post(body)).status);
    expect(Object.keys(counted(statuses))).toEqual(['201', '409']);
    expect(await overlaps()).toEqual([]);
    tellSoak({ size: `${requests} requests`, figures: `${counted(statuses)[201]} booked, 0 overlaps, 0 deadlocks` });
  }, 60_000);

  it('I1: books employee and room together, named in any order, without a deadlock', async () => {
    const requests = sized(300, 1_500);
    const jobs = Array.from({ length: requests }, (_, n) =>
      booking(shuffled(place.resources).slice(0, 2), minute((n * 11) % 900), 30),
    );
    const statuses = await byClients(sized(30, 60), jobs, async (body) => (await post(body)).status);
    expect(Object.keys(counted(statuses))).toEqual(['201', '409']);
    expect(await overlaps()).toEqual([]);
    tellSoak({ size: `${requests} requests`, figures: `${counted(statuses)[201]} booked, 0 overlaps, 0 deadlocks` });
  }, 60_000);

  it('R4: of two overlapping requests at the same moment exactly one is confirmed', async () => {
    const pairs = sized(60, 200);
    const jobs = Array.from({ length: pairs }, (_, n) => n);
    const winners = await byClients(10, jobs, async (n) => {
      const chair = place.resources[n % 4]!;
      const start = Math.floor(n / 4) * 60;
      const pair = await Promise.all([
        post(booking([chair], minute(start))),
        post(booking([chair], minute(start + 15))),
      ]);
      return pair.filter(({ status }) => status === 201).length;
    });
    expect(winners.every((count) => count === 1)).toBe(true);
    expect(await count()).toBe(pairs);
    tellSoak({ size: `${pairs} pairs at once`, figures: `${pairs} booked, one of each pair` });
  }, 60_000);

  it('R5: books once what is sent three times with one key, and answers all three alike', async () => {
    const keys = sized(60, 1_000);
    const jobs = Array.from({ length: keys }, (_, n) => ({
      key: randomUUID(),
      body: booking([place.resources[n % 4]!], minute(Math.floor(n / 4) * 30)),
    }));
    await byClients(20, jobs, async ({ key, body }) => {
      const replies = await Promise.all([1, 2, 3].map(() => post(body, { 'idempotency-key': key })));
      expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
      expect(replies[1]!.body).toEqual(replies[0]!.body);
      expect(replies[2]!.body).toEqual(replies[0]!.body);
    });
    expect(await count()).toBe(keys);
    const other = await post(booking([place.resources[0]!], '2028-03-01T06:00'), { 'idempotency-key': jobs[0]!.key });
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('command/reused');
    tellSoak({ size: `${keys} keys, each sent 3 times at once`, figures: `${keys} booked, every answer the same` });
  }, 60_000);

  it('R6: loses no update of those who book, move and cancel at once with If-Match', async () => {
    const [clients, rounds] = sized([12, 20], [50, 200]);
    const ids: string[] = [];
    let accepted = 0;
    const round = async (n: number): Promise<void> => {
      const chair = place.resources[n % 4]!;
      const start = minute((n * 13) % 2_000);
      if (ids.length < 10 || n % 3 === 0) {
        const made = await post(booking([chair], start));
        if (made.status === 201) {
          ids.push(made.body.id as string);
          accepted++;
        } else expect(made.status).toBe(409);
        return;
      }
      const id = ids[n % Math.min(ids.length, 10)]!;
      const { body: seen } = await place.owner.get(`appointments/${id}`);
      const path = seen.status === 'cancelled' ? 'restore' : n % 5 === 0 ? 'cancel' : 'move';
      const end = new Date(Date.parse(`${start}:00Z`) + 1_800_000).toISOString().slice(0, 16);
      const body = path === 'move' ? { start: at(start), end: at(end) } : {};
      const changed = await place.owner.change(`appointments/${id}/${path}`, seen.version, body);
      expect([200, 409, 412]).toContain(changed.status);
      if (changed.status === 200 && changed.body.version !== seen.version) {
        expect(changed.body.version).toBe(seen.version + 1);
        accepted++;
      }
    };
    await byClients(
      clients,
      Array.from({ length: clients * rounds }, (_, n) => n),
      round,
    );

    const histories = await app.rows<{ versions: number[]; current: number; events: number[] }>(
      `SELECT array_agg(revision.version ORDER BY revision.version) AS versions, appointment.version AS current,
                (SELECT array_agg(version ORDER BY version) FROM outbox WHERE aggregate_id = appointment.id) AS events
           FROM appointment JOIN revision ON revision.appointment_id = appointment.id
          WHERE appointment.tenant_id = $1 GROUP BY appointment.tenant_id, appointment.id`,
      [place.tenant],
    );
    for (const { versions, current, events } of histories) {
      expect(versions).toEqual(Array.from({ length: current }, (_, index) => index + 1));
      // I2: one event for each version.
      expect(events).toEqual(versions);
    }
    expect(histories.reduce((sum, { current }) => sum + current, 0)).toBe(accepted);
    expect(await overlaps()).toEqual([]);
    tellSoak({
      size: `${clients} clients, ${rounds} commands each`,
      figures: `${accepted} accepted, as many versions and events; 0 overlaps`,
    });
  }, 300_000);

  it('has met no deadlock in all of this', async () => {
    const [row] = await app.rows<{ deadlocks: string }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(row?.deadlocks).toBe('0');
  });
});
