import { topics } from '@kalends/contracts';
import {
  createKafka,
  eventIdentity,
  type Consumer,
  type EventIdentity,
  type Kafka,
  type Producer,
} from '@kalends/kafka';
import { silentLog, systemClock, systemRandomness, uuidv7 } from '@kalends/kernel';
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
import { Outbox1700000000001, OutboxRelay, PgOutbox, PgOutboxStore } from '../src';
import { changed, describeOutbox, tenantId } from './outbox-contract';

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

/** As a service writes: the aggregate is locked first, so that its versions commit in order. */
const write = (aggregateId: string, version: number): Promise<void> =>
  unitOfWork.run(tenantId, async ({ sql, outbox }) => {
    await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [aggregateId]);
    await outbox.append(changed(aggregateId, version));
  });
const relayOn = (dataSource: DataSource, producer: Producer): OutboxRelay => {
  const store = new PgOutboxStore(new PostgresUnitOfWork(dataSource, (session) => session));
  return new OutboxRelay({
    store,
    producer,
    clock: systemClock,
    ids: uuidv7,
    randomness: systemRandomness,
    log: silentLog,
  });
};
const rows = <Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
  sessions.runAcrossTenants((session) => session.query<Row>(sql, parameters));

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

describeOutbox('in Postgres', async () => {
  await rows('DELETE FROM outbox');
  await rows(`UPDATE outbox_lease SET expires_at = '-infinity', holder = NULL`);
  return {
    unitOfWork: (nudge) => new PostgresUnitOfWork(database.dataSource, (sql) => new PgOutbox(sql, nudge)),
    store: new PgOutboxStore(sessions),
    lend: async (shard, holder) => {
      const lease = `UPDATE outbox_lease SET holder = $2, expires_at = now() + interval '10 s' WHERE shard = $1`;
      await rows(lease, [shard, holder]);
    },
    pass: async (ms) => {
      const ago = [`${ms} ms`];
      await rows('UPDATE outbox SET created_at = created_at - $1::interval, sent_at = sent_at - $1::interval', ago);
      await rows('UPDATE outbox_lease SET expires_at = expires_at - $1::interval', ago);
    },
  };
});

describe('the relay', () => {
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
