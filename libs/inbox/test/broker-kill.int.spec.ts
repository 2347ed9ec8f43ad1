import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import { BranchChangedSchema, topics } from '@kalends/contracts';
import { startEmbeddedKafka, type EmbeddedServer } from '@kalends/infra';
import { createKafka } from '@kalends/kafka';
import { silentLog, systemClock, systemRandomness, systemTimer, uuidv7 } from '@kalends/kernel';
import { Outbox1700000000001, OutboxRelay, PgOutbox, PgOutboxStore } from '@kalends/outbox';
import { PostgresUnitOfWork } from '@kalends/persistence';
import { eventually, scratchDatabase, sized, tellSoak, testServers, type ScratchDatabase } from '@kalends/testing';
import { EventApplier, Inbox1700000000002, InboxConsumer, PgInbox, type EventMeta } from '../src';
import { Effects1700000000300, tenantId, topic, upTo, type EffectTx } from './effects';

const kills = sized(1, 5);
const changeEveryMs = 50;

interface Tx extends EffectTx {
  readonly outbox: PgOutbox;
}

let dir: string;
let broker: EmbeddedServer;
let database: ScratchDatabase;

const startBroker = async (port = 0): Promise<void> => {
  broker = await startEmbeddedKafka({ dir, port, controllerPort: 0, progress: () => {} });
};
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kalends-broker-'));
  [database] = await Promise.all([
    scratchDatabase(Outbox1700000000001, Inbox1700000000002, Effects1700000000300),
    testServers.areEmbedded() ? startBroker() : undefined,
  ]);
}, 90_000);
afterAll(async () => {
  if (testServers.areEmbedded()) await broker.kill();
  await database.drop();
  await rm(dir, { recursive: true, force: true });
}, 30_000);

const onOwnBroker = testServers.areEmbedded() ? it : it.skip;

onOwnBroker(
  `R16: the broker killed ${kills} times at 20 changes a second: 0 lost, 0 double effects, no restart of the process`,
  async () => {
    const kafka = createKafka({ brokers: [`127.0.0.1:${broker.port}`], clientId: 'test' });
    const admin = kafka.admin();
    await admin.ensureTopics([topics.branchChanged]);
    await admin.stop();

    const producer = kafka.producer();
    const store = new PgOutboxStore(new PostgresUnitOfWork(database.dataSource, (session) => session));
    const parts = { clock: systemClock, randomness: systemRandomness, log: silentLog };
    const relay = new OutboxRelay({ ...parts, store, producer, ids: uuidv7 });
    const unitOfWork = new PostgresUnitOfWork<Tx>(database.dataSource, (sql) => ({
      sql,
      inbox: new PgInbox(sql, 'probe'),
      outbox: new PgOutbox(sql, relay.nudge),
    }));
    const handle = async (_event: unknown, meta: EventMeta, { sql }: Tx): Promise<void> => {
      await sql.query('INSERT INTO effect (tenant_id, aggregate_id, version) VALUES ($1, $2, $3)', [
        tenantId,
        meta.aggregateId,
        meta.version,
      ]);
    };
    const applier = new EventApplier<Tx>(['branchChanged'], { branchChanged: { handle } }, unitOfWork, systemTimer);
    const source = kafka.consumer({ group: 'probe', topics: [topic] });
    const consumer = new InboxConsumer({ ...parts, name: 'probe', source, applier });
    await Promise.all([relay.start(), consumer.start()]);

    const ids = Array.from({ length: 10 }, () => uuidv7.next());
    let written = 0;
    const write = async (): Promise<void> => {
      const aggregateId = ids[written % ids.length]!;
      const version = Math.floor(written / ids.length) + 1;
      const payload = create(BranchChangedSchema, { eventId: uuidv7.next() });
      await unitOfWork.run(tenantId, (tx) =>
        tx.outbox.append({ name: 'branchChanged', tenantId, aggregateId, version, payload }),
      );
      written += 1;
    };
    const writing = new AbortController();
    const writer = (async () => {
      for (; !writing.signal.aborted; await new Promise((resolve) => setTimeout(resolve, changeEveryMs))) await write();
    })();
    const effects = (): Promise<{ aggregate_id: string; version: number }[]> =>
      unitOfWork.run(tenantId, ({ sql }) => sql.query('SELECT aggregate_id, version FROM effect ORDER BY seq'));

    for (let kill = 0; kill < kills; kill += 1) {
      const before = written;
      await eventually(async () => expect((await effects()).length).toBeGreaterThan(before + 20), { withinMs: 60_000 });
      await broker.kill();
      await startBroker(broker.port);
      const missed = written;
      await eventually(async () => expect((await effects()).length).toBeGreaterThan(missed), { withinMs: 60_000 });
      expect(consumer.alive()).toBe(true);
    }
    writing.abort();
    await writer;
    await eventually(async () => expect((await effects()).length).toBeGreaterThanOrEqual(written), {
      withinMs: 60_000,
    });

    const all = await effects();
    ids.forEach((id, index) => {
      const versions = all.filter(({ aggregate_id }) => aggregate_id === id).map(({ version }) => version);
      expect(versions).toEqual(upTo(Math.ceil((written - index) / ids.length)));
    });
    tellSoak({
      size: `${kills} kills, ${written} events at 20 a second through outbox and inbox`,
      figures: `${all.length} effects: 0 lost, 0 doubled`,
    });
    await Promise.all([relay.stop(), consumer.stop()]);
    await producer.stop();
  },
  kills * 150_000,
);
