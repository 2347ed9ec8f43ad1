import { randomUUID } from 'node:crypto';
import { create, toBinary } from '@bufbuild/protobuf';
import { aggregateKey, AppointmentChangedSchema, topics } from '@kalends/contracts';
import { createKafka, eventHeaders } from '@kalends/kafka';
import { silentLog, systemClock, systemRandomness, uuidv7 } from '@kalends/kernel';
import { OutboxRelay, PgOutbox, PgOutboxStore } from '@kalends/outbox';
import { createDataSource, PostgresUnitOfWork, type SqlSession } from '@kalends/persistence';
import { Kafka, logLevel } from 'kafkajs';
import { inParallel, perSecond, secondsOf, type Figures } from './figures';
import type { Stage } from './stage';

const count = 40_000;
const batch = 200;
const prefix = 'bench.';

/** Events from the outbox to the broker, against a bare kafkajs producer with the same payloads and batches. */
export async function benchRelay(stage: Stage): Promise<Figures> {
  const url = stage.databaseUrl('google_sync_app');
  const dataSource = await createDataSource({ url, schema: 'google_sync' }).initialize();
  const brokers = stage.brokers.split(',');
  const kafka = createKafka({ brokers, clientId: 'bench', prefix });
  const admin = kafka.admin();
  await admin.ensureTopics([topics.appointmentChanged]);
  await admin.stop();
  const unitOfWork = new PostgresUnitOfWork<SqlSession>(dataSource, (session) => session);
  // The service's own relay must not take them: they are made while it is stopped.
  await stage.stopProgram('google-sync');
  await fill(unitOfWork);
  const producer = kafka.producer();
  const relay = new OutboxRelay({
    store: new PgOutboxStore(unitOfWork),
    producer,
    clock: systemClock,
    ids: uuidv7,
    randomness: systemRandomness,
    log: silentLog,
  });
  const relayed = await secondsOf(() => relay.processAll());
  const bare = await bareProducer(brokers);
  await producer.stop();
  await dataSource.destroy();
  await stage.startProgram('google-sync');
  return {
    title: 'Events relayed from the outbox',
    rows: [
      {
        what: `${count.toLocaleString('en')} events, batches of ${batch}`,
        measured: perSecond(count, relayed),
        against: `${perSecond(count, bare)} bare kafkajs producer, same payloads and batches`,
        ratio: bare / relayed,
        goal: '≥ 0.50 and ≥ 5,000/s',
      },
    ],
  };
}

const payload = () =>
  create(AppointmentChangedSchema, {
    eventId: randomUUID(),
    changedFields: ['content.start', 'content.end'],
    appointment: {
      id: randomUUID(),
      version: 1,
      resourceIds: [randomUUID()],
      content: { title: 'Hearing test, 45 minutes' },
    },
  });

async function fill(unitOfWork: PostgresUnitOfWork<SqlSession>): Promise<void> {
  await inParallel(count / 500, 4, async () => {
    const tenantId = randomUUID();
    await unitOfWork.run(tenantId, async (session) => {
      const outbox = new PgOutbox(session);
      for (let index = 0; index < 500; index += 1) {
        await outbox.append({
          name: 'appointmentChanged',
          tenantId,
          aggregateId: randomUUID(),
          version: 1,
          payload: payload(),
        });
      }
    });
  });
}

/** The very records that the relay sends, made before the clock runs. */
async function bareProducer(brokers: string[]): Promise<number> {
  const producer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).producer({
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  const record = () => {
    const event = payload();
    return {
      key: aggregateKey(randomUUID(), randomUUID()),
      value: Buffer.from(toBinary(AppointmentChangedSchema, event)),
      headers: eventHeaders({ eventId: event.eventId, tenantId: '', aggregateId: '', version: 1 }),
    };
  };
  const batches = Array.from({ length: count / batch }, () => Array.from({ length: batch }, record));
  const send = (messages: (typeof batches)[number]) =>
    producer.send({ topic: prefix + topics.appointmentChanged.name, acks: -1, messages });
  await send([record()]);
  const seconds = await secondsOf(async () => {
    for (const messages of batches) await send(messages);
  });
  await producer.disconnect();
  return seconds;
}
