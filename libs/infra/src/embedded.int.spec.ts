import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafka, type Kafka } from '@kalends/kafka';
import { eventually } from '@kalends/testing';
import { startEmbeddedKafka } from './embedded-kafka';
import { localAdminUrl, startEmbeddedPostgres } from './embedded-postgres';
import { withClient } from './provision';

const progress = (): void => undefined;
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kalends-embedded-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('embedded Postgres', () => {
  const start = () => startEmbeddedPostgres({ dir, port: 0, durable: true, progress });

  it('keeps committed rows over a kill -9 and a start after it', async () => {
    const first = await start();
    await withClient(localAdminUrl(first.port), (client) => client.query('CREATE TABLE kept AS SELECT 42 AS answer'));
    await first.kill();
    const second = await start();
    const { rows } = await withClient(localAdminUrl(second.port), (client) => client.query('SELECT * FROM kept'));
    await second.stop();
    expect(rows).toEqual([{ answer: 42 }]);
  });

  it('takes over from a server that an earlier run left behind', async () => {
    const left = await start();
    const next = await start();
    expect(await left.exited).not.toBeUndefined();
    await withClient(localAdminUrl(next.port), (client) => client.query('SELECT 1'));
    await next.stop();
  });

  it('leaves a stranger alone who has the id of a lost server', async () => {
    await (await start()).stop();
    await writeFile(join(dir, 'data', 'postmaster.pid'), `${process.pid}\n`);
    await (await start()).stop();
  });

  it('has btree_gist, which exclusion constraints over resources need', async () => {
    const server = await start();
    await withClient(localAdminUrl(server.port), (client) => client.query('CREATE EXTENSION btree_gist'));
    await server.stop();
  });

  it('names the log when it cannot start', async () => {
    await (await start()).stop();
    await writeFile(join(dir, 'data', 'postgresql.conf'), 'no such setting\n');
    await expect(start()).rejects.toThrow(/Postgres ended while it started[\s\S]*postgres\.log[\s\S]*syntax error/);
  });
});

describe('embedded Kafka', () => {
  const start = () => startEmbeddedKafka({ dir, port: 0, controllerPort: 0, progress });
  const topic = { name: 'kept', partitions: 3, retentionMs: 60_000 };
  const connect = (port: number): Kafka => createKafka({ brokers: [`127.0.0.1:${port}`], clientId: 'test' });

  it('keeps records over a kill -9 and a start after it', async () => {
    const first = await start();
    const before = connect(first.port);
    const admin = before.admin();
    await admin.ensureTopics([topic]);
    const producer = before.producer();
    await producer.send([{ topic: topic.name, key: 'k', value: Buffer.from('hello'), headers: {} }]);
    await Promise.all([producer.stop(), admin.stop()]);
    await first.kill();

    const second = await start();
    const consumer = connect(second.port).consumer({ group: 'g', topics: [topic.name] });
    await consumer.start(() => undefined);
    const batch = await eventually(
      () => {
        const next = consumer.next();
        if (next === null) throw new Error('nothing yet');
        return next;
      },
      { withinMs: 20_000 },
    );
    expect(batch.records.map(({ value }) => Buffer.from(value).toString())).toEqual(['hello']);
    batch.settle(1);
    await consumer.stop();
    await second.stop();
  }, 60_000);

  it('takes over from a broker that an earlier run left behind', async () => {
    const left = await start();
    const next = await start();
    await left.exited;
    expect(await readFile(join(dir, 'kafka.log'), 'utf8')).toContain('Kafka Server started');
    await next.stop();
  }, 60_000);
});
