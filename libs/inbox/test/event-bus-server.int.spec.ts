import type { BranchChanged } from '@kalends/contracts';
import { createKafka, type Kafka, type Producer } from '@kalends/kafka';
import { DomainError, silentLog, uuidv7 } from '@kalends/kernel';
import { PostgresUnitOfWork } from '@kalends/persistence';
import { eventually, scratchDatabase, testKafka, type ScratchDatabase, type TestKafka } from '@kalends/testing';
import { Controller, Module, type INestApplicationContext, type INestMicroservice, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventBusServer, Inbox1700000000002, OnEvent, PgInbox, type EventBusOptions, type EventContext } from '../src';
import { Effects1700000000300, recordOf, tenantId, type EffectTx } from './effects';

@Controller()
class OnBranchChanged {
  @OnEvent('branchChanged')
  async handle(event: BranchChanged, { meta, tx }: EventContext<EffectTx>): Promise<void> {
    if (meta.eventId !== event.eventId) throw new Error('headers and payload disagree');
    await tx.sql.query('INSERT INTO effect (tenant_id, aggregate_id, version) VALUES ($1, $2, $3)', [
      meta.tenantId,
      meta.aggregateId,
      meta.version,
    ]);
    if (meta.version === 2) throw new DomainError('invalid', 'branch/nonsense', 'It makes no sense.');
  }
}

@Module({ controllers: [OnBranchChanged] })
class WithHandler {}

@Module({})
class WithoutHandler {}

let database: ScratchDatabase;
let unitOfWork: PostgresUnitOfWork<EffectTx>;
let testTopics: TestKafka;
let kafka: Kafka;
let producer: Producer;
const applications: INestApplicationContext[] = [];

beforeAll(async () => {
  database = await scratchDatabase(Inbox1700000000002, Effects1700000000300);
  unitOfWork = new PostgresUnitOfWork(database.dataSource, (sql) => ({ sql, inbox: new PgInbox(sql, 'probe') }));
  testTopics = await testKafka('branchChanged');
  kafka = createKafka({ brokers: [testTopics.brokers], prefix: testTopics.prefix, clientId: 'test' });
  producer = kafka.producer();
});
afterAll(async () => {
  for (const application of applications) await application.close();
  await producer.stop();
  await testTopics.drop();
  await database.drop();
});

async function serve(module: Type, events: EventBusOptions<EffectTx>['events']): Promise<EventBusServer<EffectTx>> {
  const strategy = new EventBusServer({ name: 'probe', events, kafka, unitOfWork, log: silentLog });
  const application: INestMicroservice = await NestFactory.createMicroservice(module, { strategy, logger: false });
  applications.push(application);
  await application.listen();
  return strategy;
}

it('calls @OnEvent with the event and its transaction, and keeps the error that says it must be parked', async () => {
  const bus = await serve(WithHandler, ['branchChanged']);
  const id = uuidv7.next();
  await producer.send([recordOf(id, 1), recordOf(id, 2), recordOf(id, 3)]);
  const parked = (): Promise<{ version: string; reason: string }[]> =>
    unitOfWork.run(tenantId, ({ sql }) => sql.query('SELECT version, reason FROM parked_event ORDER BY version'));
  await eventually(
    async () =>
      expect(await parked()).toEqual([
        { version: '2', reason: 'branch/nonsense' },
        { version: '3', reason: 'parked/behind-another' },
      ]),
    { withinMs: 15_000 },
  );
  expect(await unitOfWork.run(tenantId, ({ sql }) => sql.query('SELECT version FROM effect'))).toEqual([
    { version: 1 },
  ]);
  expect(bus.alive()).toBe(true);
});

it('does not boot when a subscribed event has no handler, or a handler no subscription', async () => {
  await expect(serve(WithoutHandler, ['branchChanged'])).rejects.toThrow('Subscribed without a handler: branchChanged');
  await expect(serve(WithHandler, ['resourceChanged'])).rejects.toThrow('not subscribed: branchChanged');
});
