import type { calendar_v3 } from '@googleapis/calendar';
import { ANNA, BEN, hour, newCalendar, refusal, startFixture, type Fixture } from '../emulator-fixture';

interface Calls {
  count: number;
  calls: { operation: string; status: number; reason: string | null; traceparent: string | null; calendarId: string }[];
}

/** google.md section 5, and the faults that the emulator can be told to have. */
describe('quotas, errors and faults', () => {
  let fixture: Fixture;
  let api: calendar_v3.Calendar;
  let calendarId: string;

  beforeEach(async () => {
    fixture = await startFixture();
    api = fixture.api();
    calendarId = await newCalendar(api);
  });
  afterEach(() => fixture.close());

  const get = (as = api) => as.calendars.get({ calendarId: 'primary' });
  const insert = (id: string) => api.events.insert({ calendarId, requestBody: hour(9, { id }) });

  it('S46: "per minute per user per project": one user over it is refused with 403 or 429, another is not', async () => {
    fixture.clock.advance(61);
    await fixture.admin('PATCH', '/settings', { userCallsPerMinute: 3 });
    for (let n = 0; n < 3; n += 1) await get();
    const refused = await refusal(get());
    expect([403, 429]).toContain(refused.status);
    expect(refused.reason).toBe('userRateLimitExceeded');
    await get(fixture.api(['calendar'], BEN));
    fixture.clock.advance(60);
    await get();
  });

  it('the minute slides: a place comes free when a call is a minute old', async () => {
    fixture.clock.advance(61);
    await fixture.admin('PATCH', '/settings', { userCallsPerMinute: 2, quotaStatus: 429 });
    await get();
    fixture.clock.advance(40);
    await get();
    expect(await refusal(get())).toEqual({ status: 429, reason: 'userRateLimitExceeded' });
    fixture.clock.advance(20);
    await get();
    expect((await refusal(get())).status).toBe(429);
  });

  it('"per minute per project" counts all users of a client', async () => {
    fixture.clock.advance(61);
    await fixture.admin('PATCH', '/settings', { projectCallsPerMinute: 2, quotaStatus: 403 });
    await get();
    await get(fixture.api(['calendar'], BEN));
    expect(await refusal(get())).toEqual({ status: 403, reason: 'rateLimitExceeded' });
    await get(fixture.api(['calendar'], ANNA, 'other'));
  });

  it('S47: quotaExceeded leaves that account read-only for hours', async () => {
    await fixture.admin('PUT', `/accounts/${ANNA}/read-only`, { seconds: 3_000 });
    expect(await refusal(insert('aaaaa'))).toEqual({ status: 403, reason: 'quotaExceeded' });
    await api.events.list({ calendarId });
    fixture.clock.advance(3_001);
    await insert('aaaaa');
  });

  it('401 authError without a token, and with one that has expired', async () => {
    expect((await fetch(`${fixture.emulator.url}/calendar/v3/users/me/calendarList`)).status).toBe(401);
    fixture.clock.advance(3_601);
    expect(await refusal(get())).toEqual({ status: 401, reason: 'authError' });
  });

  it('S11: a 503 after the commit has taken effect, so that the same id then answers 409', async () => {
    await fixture.admin('POST', '/faults', {
      when: 'after',
      method: 'POST',
      path: '/events$',
      account: ANNA,
      status: 503,
      times: 1,
    });
    expect((await refusal(insert('aaaaa'))).status).toBe(503);
    expect(await refusal(insert('aaaaa'))).toEqual({ status: 409, reason: 'duplicate' });
  });

  it('a 500 before the commit has not, and faults hit only what they match, as often as told', async () => {
    await fixture.admin('POST', '/faults', { when: 'before', path: '/events$', account: ANNA, status: 500, times: 2 });
    await get();
    expect((await refusal(insert('aaaaa'))).status).toBe(500);
    expect((await refusal(insert('aaaaa'))).status).toBe(500);
    await insert('aaaaa');
  });

  it.each(['reset', 'cut'])('a connection that is %s answers nothing usable', async (connection) => {
    await fixture.admin('POST', '/faults', { when: 'after', path: '/events$', connection, times: 1 });
    await expect(insert('aaaaa')).rejects.toBeInstanceOf(Error);
    expect((await refusal(insert('aaaaa'))).status).toBe(409);
  });

  it('R23: a rate hits its share of the calls', async () => {
    const { id } = await fixture.admin<{ id: number }>('POST', '/faults', { rate: 0.5, status: 503 });
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () =>
        get().then(
          () => 200,
          () => 503,
        ),
      ),
    );
    expect(new Set(outcomes)).toEqual(new Set([200, 503]));
    await fixture.admin('DELETE', `/faults/${id}`);
    await get();
  });

  it('R27: the log tells every call with operation, calendar, status and trace, so that silence can be seen', async () => {
    const { last } = await fixture.admin<{ last: number }>('GET', '/calls');
    const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    await api.events.insert({ calendarId, requestBody: hour(9, { id: 'aaaaa' }) }, { headers });
    await refusal(insert('aaaaa'));
    await api.events.list({ calendarId });
    const writes = await fixture.admin<Calls>(
      'GET',
      `/calls?after=${last}&writes=true&calendar=${encodeURIComponent(calendarId)}`,
    );
    expect(writes.calls.map(({ operation, status, reason }) => [operation, status, reason])).toEqual([
      ['calendar.events.insert', 200, null],
      ['calendar.events.insert', 409, 'duplicate'],
    ]);
    expect(writes.calls[0]!.traceparent).toBe(headers.traceparent);
    expect((await fixture.admin<Calls>('GET', `/calls?after=${last + 3}`)).count).toBe(0);
  });

  it('reset brings back the seed, and nothing from before means anything', async () => {
    const { nextSyncToken } = (await api.events.list({ calendarId: 'primary' })).data;
    await fixture.admin('POST', '/reset');
    api = fixture.api();
    expect((await refusal(api.events.list({ calendarId }))).status).toBe(404);
    expect((await refusal(api.events.list({ calendarId: 'primary', syncToken: nextSyncToken! }))).status).toBe(410);
    expect((await api.events.list({ calendarId: 'primary' })).data.items).toHaveLength(2);
  });
});
