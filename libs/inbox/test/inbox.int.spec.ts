import { createKafka, type Kafka, type KafkaRecord, type Producer } from '@kalends/kafka';
import { DomainError, silentLog, systemClock, systemRandomness, systemTimer, uuidv7 } from '@kalends/kernel';
import { PostgresUnitOfWork } from '@kalends/persistence';
import {
  eventually,
  scratchDatabase,
  sized,
  tellSoak,
  testKafka,
  type ScratchDatabase,
  type TestKafka,
} from '@kalends/testing';
import { EventApplier, Inbox1700000000002, InboxConsumer, PgInbox, type EventMeta } from '../src';
import { Effects1700000000300, recordOf, tenantId, topic, upTo, type EffectTx } from './effects';

const name = 'probe';

let database: ScratchDatabase;
let unitOfWork: PostgresUnitOfWork<EffectTx>;
let testTopics: TestKafka;
let kafka: Kafka;
let producer: Producer;
let consumer: InboxConsumer<EffectTx>;
let applier: EventApplier<EffectTx>;
/** Throws when the event can't be applied; each test says when. */
let obstacle: (meta: EventMeta) => void;

beforeEach(async () => {
  database = await scratchDatabase(Inbox1700000000002, Effects1700000000300);
  unitOfWork = new PostgresUnitOfWork(database.dataSource, (sql) => ({ sql, inbox: new PgInbox(sql, name) }));
  testTopics = await testKafka('branchChanged');
  kafka = createKafka({ brokers: [testTopics.brokers], prefix: testTopics.prefix, clientId: 'test' });
  producer = kafka.producer();
  obstacle = () => {};
  const handle = async (_event: unknown, meta: EventMeta, { sql }: EffectTx): Promise<void> => {
    await sql.query('INSERT INTO effect (tenant_id, aggregate_id, version) VALUES ($1, $2, $3)', [
      meta.tenantId,
      meta.aggregateId,
      meta.version,
    ]);
    obstacle(meta);
  };
  applier = new EventApplier(['branchChanged'], { branchChanged: { handle } }, unitOfWork, systemTimer);
  await begin();
});
afterEach(async () => {
  await consumer.stop();
  await producer.stop();
  await testTopics.drop();
  await database.drop();
});

async function begin(): Promise<void> {
  const source = kafka.consumer({ group: name, topics: [topic] });
  consumer = new InboxConsumer({
    name,
    source,
    applier,
    clock: systemClock,
    randomness: systemRandomness,
    log: silentLog,
  });
  await consumer.start();
}
const caughtUp = async (withinMs = 25_000): Promise<void> => {
  const admin = kafka.admin();
  await eventually(async () => expect(await admin.lag(name, [topic])).toBe(0), { withinMs, everyMs: 100 });
  await admin.stop();
};
/** Versions whose effect is in the database, in the order in which they came, by aggregate. */
const effects = async (): Promise<Map<string, number[]>> => {
  const rows = await unitOfWork.run(tenantId, ({ sql }) =>
    sql.query<{ aggregate_id: string; version: number }>('SELECT aggregate_id, version FROM effect ORDER BY seq'),
  );
  const byAggregate = new Map<string, number[]>();
  for (const { aggregate_id, version } of rows)
    byAggregate.set(aggregate_id, [...(byAggregate.get(aggregate_id) ?? []), version]);
  return byAggregate;
};
const parked = (): Promise<
  { aggregate_id: string; version: string; reason: string; attempts: number; replayed_by: string | null }[]
> =>
  unitOfWork.runAcrossTenants(({ sql }) =>
    sql.query(
      'SELECT aggregate_id, version, reason, attempts, replayed_by FROM parked_event ORDER BY aggregate_id, version',
    ),
  );

it('S13: v5, v4, v5 ends at v5, applied once', async () => {
  const id = uuidv7.next();
  const [v4, v5] = [recordOf(id, 4), recordOf(id, 5)];
  await producer.send([v5, v4, v5]);
  await caughtUp();
  expect(await effects()).toEqual(new Map([[id, [5]]]));
});

it('R20: with 30 % repeated, partitions shuffled and the offsets rewound once, the state is the same', async () => {
  const [aggregates, versions] = sized([60, 5], [500, 10]);
  const ids = Array.from({ length: aggregates }, () => uuidv7.next());
  const sent: KafkaRecord[] = [];
  for (const version of upTo(versions)) {
    const records = ids.map((id) => recordOf(id, version)).sort(() => Math.random() - 0.5);
    sent.push(...records);
    await producer.send([...records, ...sent.filter(() => Math.random() < 0.3 / version)]);
  }
  await caughtUp(60_000);
  const before = await effects();
  expect([...before.values()]).toEqual(ids.map(() => upTo(versions)));

  await consumer.stop();
  const admin = kafka.admin();
  await eventually(() => admin.rewind(name, [topic]), { withinMs: 15_000 });
  expect(await admin.lag(name, [topic])).toBeGreaterThan(aggregates * versions);
  await admin.stop();
  await begin();
  await caughtUp(60_000);
  expect(await effects()).toEqual(before);
  tellSoak({
    size: `${aggregates} aggregates of ${versions} versions, 30 % repeated, all of it delivered twice`,
    figures: '0 lost, 0 repeated effects, the same state',
  });
}, 180_000);

it('R21: poison is parked with its reason and holds its aggregate alone; a replay drains it in order', async () => {
  const [aggregates, poisoned] = sized([100, 10], [1_000, 50]);
  const versions = 5;
  const ids = Array.from({ length: aggregates }, () => uuidv7.next()).sort();
  const poison = new Map(ids.slice(0, poisoned).map((id, index) => [id, (index % 4) + 1]));
  obstacle = ({ aggregateId, version }) => {
    if (poison.get(aggregateId) === version) throw new DomainError('invalid', 'branch/nonsense', 'It makes no sense.');
  };
  const began = Date.now();
  for (const version of upTo(versions)) await producer.send(ids.map((id) => recordOf(id, version)));
  await caughtUp(60_000);
  const seconds = (Date.now() - began) / 1000;
  expect(seconds).toBeLessThan(sized(10, 30));

  const state = await effects();
  for (const id of ids) expect(state.get(id) ?? []).toEqual(upTo((poison.get(id) ?? versions + 1) - 1));
  const waiting = await parked();
  for (const [id, version] of poison) {
    const ofOne = waiting.filter(({ aggregate_id }) => aggregate_id === id);
    expect(ofOne.map(({ version: v, reason }) => [Number(v), reason])).toEqual(
      upTo(versions)
        .slice(version - 1)
        .map((v) => [v, v === version ? 'branch/nonsense' : 'parked/behind-another']),
    );
  }
  expect(waiting).toHaveLength([...poison.values()].reduce((sum, version) => sum + versions - version + 1, 0));

  const [first] = poison.keys();
  expect(await applier.replayParked({ tenantId, topic, aggregateId: first! }, 'ops')).toMatchObject({
    replayed: 0,
    failed: { reason: 'branch/nonsense' },
  });
  expect((await parked()).find(({ aggregate_id }) => aggregate_id === first)).toMatchObject({ attempts: 2 });

  obstacle = () => {};
  for (const id of poison.keys()) await applier.replayParked({ tenantId, topic, aggregateId: id }, 'ops');
  for (const versionsApplied of (await effects()).values()) expect(versionsApplied).toEqual(upTo(versions));
  for (const { replayed_by } of await parked()) expect(replayed_by).toBe('ops');
  tellSoak({
    size: `${poisoned} poisoned of ${aggregates} aggregates`,
    figures: `the others caught up in ${seconds.toFixed(1)} s; ${waiting.length} parked, 0 left after the replay`,
  });

  await producer.send([recordOf(first!, versions + 1)]);
  await caughtUp();
  expect((await effects()).get(first!)).toEqual(upTo(versions + 1));
}, 180_000);

it('pauses one partition while something is down, never parks, and goes on with the others', async () => {
  const [stuck, free] = [uuidv7.next(), uuidv7.next()];
  let tries = 0;
  obstacle = ({ aggregateId }) => {
    if (aggregateId !== stuck) return;
    tries += 1;
    if (tries <= 4) throw new DomainError('unavailable', 'somebody/away', 'Later.');
  };
  await producer.send([recordOf(stuck, 1)]);
  await eventually(() => expect(tries).toBeGreaterThan(2));
  await producer.send([recordOf(free, 1)]);
  await eventually(async () => expect((await effects()).get(free)).toEqual([1]));
  expect(tries).toBeLessThan(5);
  await caughtUp();
  expect((await effects()).get(stuck)).toEqual([1]);
  expect(await parked()).toEqual([]);
});

it('tries an unknown failure five times and then parks it', async () => {
  const id = uuidv7.next();
  let tries = 0;
  obstacle = ({ version }) => {
    if (version !== 1) return;
    tries += 1;
    throw new TypeError('undefined is not a function');
  };
  await producer.send([recordOf(id, 1), recordOf(uuidv7.next(), 2)]);
  await caughtUp();
  expect(tries).toBe(5);
  expect(await parked()).toMatchObject([{ aggregate_id: id, reason: 'TypeError', attempts: 5 }]);
});

it('puts aside what is not an event of its topic, and goes on', async () => {
  const id = uuidv7.next();
  await producer.send([
    { topic, key: 'who knows', value: Buffer.from('hello'), headers: {} },
    { ...recordOf(id, 1), value: Buffer.from([0xff, 0xff, 0xff]) },
    recordOf(uuidv7.next(), 1),
  ]);
  await caughtUp();
  expect((await parked()).map(({ reason }) => reason)).toEqual(['event/unreadable', 'event/unreadable']);
  expect((await effects()).size).toBe(1);
});
