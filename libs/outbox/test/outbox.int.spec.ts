import { create } from '@bufbuild/protobuf';
import { BranchChangedSchema, topics } from '@kalends/contracts';
import {
  createKafka,
  eventIdentity,
  type Consumer,
  type EventIdentity,
  type Kafka,
  type Producer,
} from '@kalends/kafka';
import { silentLog, systemClock, systemRandomness, uuidv7, type Clock } from '@kalends/kernel';
import { createDataSource, PostgresUnitOfWork, type SqlSession } from '@kalends/persistence';
import {
  eventually,
  scratchDatabase,
  sized,
  tellSoak,
  testKafka,
  type ScratchDatabase,
  type TestKafka,
} from '@kalends/testing';
import type { DataSource } from 'typeorm';
import { Outbox1700000000001, OutboxRelay, PgOutbox, PgOutboxStore, type OutgoingEvent } from '../src';

const tenantId = uuidv7.next();
const topic = topics.branchChanged.name;

interface Tx {
  readonly sql: SqlSession;
  readonly outbox: PgOutbox;
}

let database: ScratchDatabase;
let unitOfWork: PostgresUnitOfWork<Tx>;
let sessions: PostgresUnitOfWork<SqlSession>;
let testTopics: TestKafka;
let kafka: Kafka;

const changed = (aggregateId: string, version: number): OutgoingEvent<'branchChanged'> => ({
  name: 'branchChanged',
  tenantId,
  aggregateId,
  version,
  payload: create(BranchChangedSchema, { eventId: uuidv7.next() }),
});
/** As a service writes: the aggregate is locked first, so that its versions commit in order. */
const write = (aggregateId: string, version: number): Promise<void> =>
  unitOfWork.run(tenantId, async ({ sql, outbox }) => {
    await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [aggregateId]);
    await outbox.append(changed(aggregateId, version));
  });
const relayOn = (dataSource: DataSource, producer: Producer, clock: Clock = systemClock): OutboxRelay => {
  const store = new PgOutboxStore(new PostgresUnitOfWork(dataSource, (session) => session));
  return new OutboxRelay({ store, producer, clock, ids: uuidv7, randomness: systemRandomness, log: silentLog });
};
const rows = <Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
  sessions.runAcrossTenants((session) => session.query<Row>(sql, parameters));
const working: Producer = { send: () => Promise.resolve(), stop: () => Promise.resolve() };

beforeAll(async () => {
  database = await scratchDatabase(Outbox1700000000001);
  unitOfWork = new PostgresUnitOfWork(database.dataSource, (sql) => ({ sql, outbox: new PgOutbox(sql) }));
  sessions = new PostgresUnitOfWork(database.dataSource, (session) => session);
  testTopics = await testKafka('branchChanged');
  kafka = createKafka({ brokers: [testTopics.brokers], prefix: testTopics.prefix, clientId: 'test' });
});
afterAll(async () => {
  await database.drop();
  await testTopics.drop();
});
beforeEach(() => rows(`DELETE FROM outbox`));

describe('the outbox', () => {
  it('I2: holds one row for each committed version and none for a rolled back one', async () => {
    const aggregate = uuidv7.next();
    for (let version = 1; version <= 5; version += 1) {
      await unitOfWork
        .run(tenantId, async ({ outbox }) => {
          await outbox.append(changed(aggregate, version));
          throw new Error('rolled back');
        })
        .catch(() => undefined);
      await write(aggregate, version);
      await expect(write(aggregate, version)).rejects.toMatchObject({ constraint: 'outbox_one_event_per_version' });
    }
    const held = await rows<{ version: number }>('SELECT version FROM outbox WHERE aggregate_id = $1 ORDER BY seq', [
      aggregate,
    ]);
    expect(held.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  });

  it('refuses an event that Kafka would refuse for ever', async () => {
    const huge = {
      ...changed(uuidv7.next(), 1),
      payload: create(BranchChangedSchema, { changedFields: ['x'.repeat(1_000_000)] }),
    };
    await expect(unitOfWork.run(tenantId, ({ outbox }) => outbox.append(huge))).rejects.toMatchObject({
      code: 'event/too-large',
    });
  });
});

describe('the relay', () => {
  it('repeats a rejected send after a back-off, in order, and loses nothing', async () => {
    const aggregate = uuidv7.next();
    for (const version of [1, 2, 3]) await write(aggregate, version);
    let now = Date.now();
    const sent: number[] = [];
    let rejections = 2;
    const moody: Producer = {
      ...working,
      send: (records) => {
        if ((rejections -= 1) >= 0) return Promise.reject(new Error('leader not available'));
        sent.push(...records.map((record) => eventIdentity(record)!.version));
        return Promise.resolve();
      },
    };
    const relay = relayOn(database.dataSource, moody, { now: () => new Date(now) });
    expect(await relay.processAll()).toBe(0);
    expect(await relay.processAll()).toBe(0);
    expect(rejections).toBe(1); // the second call came before its time
    for (let tries = 0; tries < 2; tries += 1) {
      now += 6_000;
      await relay.processAll();
    }
    expect(sent).toEqual([1, 2, 3]);
    expect(await relay.processAll()).toBe(0);
    await relay.stop();
  });

  it('says how long the oldest event has waited', async () => {
    const relay = relayOn(database.dataSource, working);
    expect(await relay.oldestUnsentMs()).toBe(0);
    await write(uuidv7.next(), 1);
    await rows(`UPDATE outbox SET created_at = created_at - interval '40 s'`);
    expect(await relay.oldestUnsentMs()).toBeGreaterThan(40_000);
    await relay.processAll();
    expect(await relay.oldestUnsentMs()).toBe(0);
    await relay.stop();
  });

  it('deletes what was sent more than a week ago, and nothing that was not', async () => {
    for (const version of [1, 2, 3]) await write(uuidv7.next(), version);
    await rows(`UPDATE outbox SET sent_at = now() - interval '8 days' WHERE version = 1`);
    await rows(`UPDATE outbox SET created_at = now() - interval '8 days'`);
    const relay = relayOn(database.dataSource, working);
    await relay.processAll();
    expect(
      (await rows<{ version: number }>('SELECT version FROM outbox ORDER BY version')).map(({ version }) => version),
    ).toEqual([2, 3]);
    await relay.stop();
  });

  it('leads alone: a second relay sends nothing until the first stops', async () => {
    const [first, second] = [relayOn(database.dataSource, working), relayOn(database.dataSource, working)];
    await write(uuidv7.next(), 1);
    expect(await first.processAll()).toBe(1);
    await write(uuidv7.next(), 1);
    expect(await second.processAll()).toBe(0);
    await first.stop();
    expect(await second.processAll()).toBe(1);
    await second.stop();
  });

  it('I3: two leaders while leases are lost again and again: 0 lost, 0 inversions', async () => {
    const [aggregates, versions] = [40, sized(25, 100)];
    const ids = Array.from({ length: aggregates }, () => uuidv7.next());
    const others = await createDataSource({ url: database.url, schema: 'probe' }).initialize();
    const producers = [kafka.producer(), kafka.producer()];
    const relays = [relayOn(database.dataSource, producers[0]!), relayOn(others, producers[1]!)];
    await Promise.all(relays.map((relay) => relay.start()));

    const writing = new AbortController();
    const thief = (async () => {
      while (!writing.signal.aborted) await rows(`UPDATE outbox_lease SET expires_at = '-infinity', holder = NULL`);
    })();
    await Promise.all(
      ids.map(async (id) => {
        for (let version = 1; version <= versions; version += 1) await write(id, version);
      }),
    );
    writing.abort();
    await thief;
    await eventually(async () => expect(await relays[0]!.oldestUnsentMs()).toBe(0), { withinMs: 15_000 });
    await Promise.all([...relays, ...producers].map((part) => part.stop()));
    await others.destroy();

    const seen = await readAll(aggregates * versions);
    for (const id of ids) {
      const firsts = new Set(seen.filter(({ aggregateId }) => aggregateId === id).map(({ version }) => version));
      expect([...firsts]).toEqual(Array.from({ length: versions }, (_, index) => index + 1));
    }
    tellSoak({
      size: `${aggregates} aggregates of ${versions} versions, two relays`,
      figures: `0 lost, 0 inversions; ${seen.length - aggregates * versions} sent twice`,
    });
  });
});

/** Events of the topic in the order of their partitions until `distinct` different ones were seen. */
async function readAll(distinct: number): Promise<EventIdentity[]> {
  const consumer: Consumer = kafka.consumer({ group: 'auditor', topics: [topic] });
  await consumer.start(() => {});
  const seen: EventIdentity[] = [];
  await eventually(
    () => {
      for (let batch = consumer.next(); batch !== null; batch = consumer.next()) {
        seen.push(...batch.records.map((record) => eventIdentity(record)!));
        batch.settle(batch.records.length);
      }
      expect(new Set(seen.map(({ eventId }) => eventId)).size).toBe(distinct);
    },
    { withinMs: 20_000 },
  );
  await consumer.stop();
  return seen;
}
