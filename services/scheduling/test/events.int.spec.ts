import { fromBinary } from '@bufbuild/protobuf';
import { aggregateKey, AppointmentChangedSchema, ChangeKind, Origin, topics } from '@kalends/contracts';
import { type Consumer, createKafka, type ReceivedRecord } from '@kalends/kafka';
import { eventually } from '@kalends/testing';
import { at, booking, salon } from './salon';
import { SchedulingApp } from './scheduling-app';

describe('Events of appointments', () => {
  let app: SchedulingApp;
  let consumer: Consumer;
  const received: ReceivedRecord[] = [];

  beforeAll(async () => {
    app = await SchedulingApp.start({ withKafka: true, roles: ['http', 'worker'] });
    const { brokers, prefix } = app.kafka!;
    consumer = createKafka({ brokers: [brokers], clientId: 'test', prefix }).consumer({
      group: 'test',
      topics: [topics.appointmentChanged.name],
    });
    await consumer.start(() => {
      for (let batch = consumer.next(); batch; batch = consumer.next()) {
        received.push(...batch.records);
        batch.settle(batch.records.length);
      }
    });
  }, 60_000);
  afterAll(async () => {
    await consumer.stop();
    await app.stop();
  });

  it('I2: tells each version once, in order, with the state after it and what changed', async () => {
    const { owner, tenant, resources } = await salon(app);
    const { id } = (await owner.post('appointments', booking([resources[0]!], '2027-03-01T08:00')).expect(201)).body;
    const times = { start: at('2027-03-01T10:00'), end: at('2027-03-01T10:30') };
    await owner.change(`appointments/${id}/move`, 1, { ...times, resourceIds: [resources[1]] }).expect(200);
    await owner.change(`appointments/${id}/cancel`, 2, { reason: 'ill' }).expect(200);
    await owner.change(`appointments/${id}/cancel`, 3).expect(200);
    await owner.post('appointments', booking([resources[0]!, resources[0]!], '2027-03-01T08:00', -30)).expect(422);

    const events = await eventually(
      () => {
        const own = received.filter(({ key }) => key === aggregateKey(tenant, id as string));
        expect(own).toHaveLength(3);
        return own.map(({ value }) => fromBinary(AppointmentChangedSchema, value));
      },
      { withinMs: 15_000 },
    );
    expect(events.map(({ kind, appointment }) => [kind, appointment?.version])).toEqual([
      [ChangeKind.CREATED, 1],
      [ChangeKind.MOVED, 2],
      [ChangeKind.CANCELLED, 3],
    ]);
    expect(events[1]).toMatchObject({
      origin: Origin.PLANNER,
      changedFields: ['resource_ids', 'content.start', 'content.end'],
      releasedResourceIds: [resources[0]],
      appointment: { tenantId: tenant, resourceIds: [resources[1]] },
    });
    expect(events[2]).toMatchObject({ changedFields: ['status'], cause: { details: { reason: 'ill' } } });
    expect(new Set(received.map(({ headers }) => headers['kalends-event-id'])).size).toBe(received.length);
  });
});
