import { randomUUID } from 'node:crypto';
import type { calendar_v3 } from '@googleapis/calendar';
import { BEN, hour, newCalendar, refusal, startFixture, type Fixture } from '../emulator-fixture';
import { eventually, startReceiver } from '../push-receiver';

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** google.md section 4; the words in quotes are those of Google's guide of push notifications. */
describe('push notifications', () => {
  let fixture: Fixture;
  let api: calendar_v3.Calendar;
  let calendarId: string;
  const receivers: Receiver[] = [];

  beforeEach(async () => {
    fixture = await startFixture();
    api = fixture.api();
    calendarId = await newCalendar(api);
  });
  afterEach(async () => {
    for (const receiver of receivers.splice(0)) receiver.close();
    await fixture.close();
  });

  const receiver = async (statuses?: number[]) => {
    const started = await startReceiver(statuses);
    receivers.push(started);
    return started;
  };
  const watch = async (address: string, more: calendar_v3.Schema$Channel = {}) =>
    (await api.events.watch({ calendarId, requestBody: { id: randomUUID(), type: 'web_hook', address, ...more } }))
      .data;
  const insert = (more?: calendar_v3.Schema$Event) => api.events.insert({ calendarId, requestBody: hour(9, more) });
  const states = ({ received }: Receiver) => received.map(({ headers }) => headers['x-goog-resource-state']);

  it('starts with a `sync` message, number 1, then tells `exists` with growing numbers, all without a body', async () => {
    const hook = await receiver();
    const channel = await watch(hook.address, { token: 'secret' });
    await eventually(() => hook.received.length === 1);
    const event = (await insert()).data;
    await eventually(() => hook.received.length === 2);
    await api.events.delete({ calendarId, eventId: event.id! });
    await eventually(() => hook.received.length === 3);
    expect(states(hook)).toEqual(['sync', 'exists', 'exists']);
    const numbers = hook.received.map(({ headers }) => Number(headers['x-goog-message-number']));
    expect(numbers[0]).toBe(1);
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers);
    expect(hook.received.every(({ body }) => body === '')).toBe(true);
    expect(hook.received[1]!.headers).toMatchObject({
      'x-goog-channel-id': channel.id,
      'x-goog-channel-token': 'secret',
      'x-goog-channel-expiration': new Date(Number(channel.expiration)).toUTCString(),
      'x-goog-resource-id': channel.resourceId,
      'x-goog-resource-uri': channel.resourceUri,
    });
  });

  it('the sync message may arrive before the answer of watch', async () => {
    const hook = await receiver();
    await fixture.admin('POST', '/faults', { when: 'after', path: '/watch$', delayMs: 200, times: 1 });
    const answered = watch(hook.address);
    let isAnswered = false;
    void answered.then(() => (isAnswered = true));
    await eventually(() => hook.received.length === 1);
    expect(isAnswered).toBe(false);
    await answered;
  });

  it('"unique": a channel id that lives is refused, as are plain HTTP and long ids or tokens', async () => {
    const hook = await receiver();
    const { id } = await watch(hook.address);
    expect(await refusal(watch(hook.address, { id }))).toEqual({ status: 400, reason: 'channelIdNotUnique' });
    expect(await refusal(watch('http://example.com/hook'))).toEqual({ status: 400, reason: 'push.webhookUrlNotHttps' });
    expect((await refusal(watch(hook.address, { id: 'x'.repeat(65) }))).status).toBe(400);
    expect((await refusal(watch(hook.address, { token: 'x'.repeat(257) }))).status).toBe(400);
  });

  it('the stricter of the request and the limit of 604800 s decides; an expired channel is silent', async () => {
    const hook = await receiver();
    const seconds = (channel: calendar_v3.Schema$Channel) => (Number(channel.expiration) - fixture.clock.now()) / 1000;
    expect(seconds(await watch(hook.address))).toBe(604_800);
    expect(seconds(await watch(hook.address, { params: { ttl: '60' } }))).toBe(60);
    expect(seconds(await watch(hook.address, { expiration: String(fixture.clock.now() + 30 * 86_400_000) }))).toBe(
      604_800,
    );
    await eventually(() => hook.received.length === 3);
    fixture.clock.advance(61);
    await insert();
    await eventually(() => hook.received.length === 5);
    expect(states(hook).filter((state) => state === 'exists')).toHaveLength(2);
  });

  it('S51: two channels on one calendar both hear of a change', async () => {
    const [first, second] = [await receiver(), await receiver()];
    await watch(first.address);
    await watch(second.address);
    await insert();
    await eventually(() => states(first).includes('exists') && states(second).includes('exists'));
  });

  it.each([500, 502, 503, 504])('%i is tried again "with exponential backoff"', async (status) => {
    const hook = await receiver([status, status]);
    await watch(hook.address);
    await eventually(async () => {
      await fixture.admin('POST', '/clock', { advanceSeconds: 1 });
      return hook.received.length === 3;
    });
    expect(new Set(hook.received.map(({ headers }) => headers['x-goog-message-number']))).toEqual(new Set(['1']));
  });

  it('any other failure loses the message', async () => {
    const hook = await receiver([404]);
    await watch(hook.address);
    await eventually(() => hook.received.length === 1);
    await eventually(
      async () => (await fixture.admin<{ counts: { lost: number } }>('GET', '/pushes')).counts.lost === 1,
    );
    expect((await fixture.admin<{ waiting: number }>('GET', '/pushes')).waiting).toBe(0);
  });

  it('channels.stop needs the id, the resource id, and the same user and client', async () => {
    const hook = await receiver();
    const { id, resourceId } = await watch(hook.address);
    await eventually(() => hook.received.length === 1);
    const stop = (as: calendar_v3.Calendar, requestBody: object) => as.channels.stop({ requestBody });
    expect((await refusal(stop(fixture.api(['calendar'], BEN), { id, resourceId }))).status).toBe(404);
    expect((await refusal(stop(fixture.api(['calendar'], undefined, 'other'), { id, resourceId }))).status).toBe(404);
    expect((await refusal(stop(api, { id, resourceId: 'other' }))).status).toBe(404);
    expect((await stop(api, { id, resourceId })).status).toBe(204);
    await insert();
    expect((await fixture.admin<{ waiting: number }>('GET', '/pushes')).waiting).toBe(0);
    expect((await refusal(stop(api, { id, resourceId }))).status).toBe(404);
  });

  it('S54: `not_exists` is told when the calendar goes', async () => {
    const hook = await receiver();
    await watch(hook.address);
    await api.calendars.delete({ calendarId });
    await eventually(() => states(hook).includes('not_exists'));
  });

  it('the calendar list can be watched too', async () => {
    const hook = await receiver();
    const requestBody = { id: randomUUID(), type: 'web_hook', address: hook.address };
    const { resourceId } = (await api.calendarList.watch({ requestBody })).data;
    await newCalendar(api, 'News');
    await eventually(() => states(hook).includes('exists'));
    expect(hook.received.every(({ headers }) => headers['x-goog-resource-id'] === resourceId)).toBe(true);
  });

  it('"a small percentage of messages" can be dropped, doubled, held back and shuffled', async () => {
    const hook = await receiver();
    await watch(hook.address);
    await eventually(() => hook.received.length === 1);
    await fixture.admin('PUT', '/pushes', { dropRate: 1 });
    await insert();
    await fixture.admin('PUT', '/pushes', { duplicateRate: 1 });
    await insert();
    await eventually(() => hook.received.length === 3);
    expect(hook.received[1]!.headers['x-goog-message-number']).toBe(hook.received[2]!.headers['x-goog-message-number']);
    await fixture.admin('PUT', '/pushes', { delayMs: 60_000, jitterMs: 60_000 });
    for (let n = 0; n < 12; n += 1) await insert();
    expect((await fixture.admin<{ waiting: number }>('GET', '/pushes')).waiting).toBe(12);
    await fixture.admin('POST', '/clock', { advanceSeconds: 121 });
    await eventually(() => hook.received.length === 15);
    const numbers = hook.received.slice(3).map(({ headers }) => Number(headers['x-goog-message-number']));
    expect(numbers).not.toEqual([...numbers].sort((a, b) => a - b));
  });
});
