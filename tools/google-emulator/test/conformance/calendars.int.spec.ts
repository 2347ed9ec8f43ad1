import type { calendar_v3 } from '@googleapis/calendar';
import { ANNA, BEN, hour, newCalendar, refusal, startFixture, type Fixture } from '../emulator-fixture';

/** google.md section 3 and the roles; the words in quotes are those of Google's references of calendars and calendarList. */
describe('calendars and their list', () => {
  let fixture: Fixture;
  let api: calendar_v3.Calendar;

  beforeAll(async () => {
    fixture = await startFixture();
    api = fixture.api();
  });
  afterAll(() => fixture.close());

  const entries = async (parameters: calendar_v3.Params$Resource$Calendarlist$List = {}) =>
    (await api.calendarList.list(parameters)).data;
  const setRole = (calendarId: string, account: string, accessRole: string) =>
    fixture.admin('PUT', `/accounts/${ANNA}/calendars/${calendarId}/role`, { account, accessRole });

  it("calendars.insert makes a secondary calendar owned by the token's user, in the list at once", async () => {
    const id = await newCalendar(api, 'Made here');
    const entry = (await entries()).items!.find((item) => item.id === id)!;
    expect(entry).toMatchObject({ summary: 'Made here', timeZone: 'Europe/Berlin', accessRole: 'owner' });
    expect(entry.primary).toBeUndefined();
    expect(id).toMatch(/^c_.+@group\.calendar\.google\.com$/);
    expect((await refusal(api.calendars.insert({ requestBody: {} }))).reason).toBe('required');
  });

  it('S70: `primary` and the e-mail address mean the primary calendar, which the list marks', async () => {
    expect((await api.calendars.get({ calendarId: 'primary' })).data.id).toBe(ANNA);
    expect((await entries()).items!.filter((item) => item.primary).map(({ id }) => id)).toEqual([ANNA]);
  });

  it('calendars.delete "deletes a secondary calendar", calendars.clear "clears a primary calendar"', async () => {
    const id = await newCalendar(api);
    await api.events.insert({ calendarId: id, requestBody: hour(9) });
    expect((await refusal(api.calendars.clear({ calendarId: id }))).status).toBe(400);
    expect((await refusal(api.calendars.delete({ calendarId: 'primary' }))).status).toBe(403);
    await api.calendars.delete({ calendarId: id });
    expect(await refusal(api.events.list({ calendarId: id }))).toEqual({ status: 404, reason: 'notFound' });
    const { nextSyncToken } = (await api.events.list({ calendarId: 'primary' })).data;
    await api.calendars.clear({ calendarId: 'primary' });
    expect((await api.events.list({ calendarId: 'primary' })).data.items).toEqual([]);
    const stale = api.events.list({ calendarId: 'primary', syncToken: nextSyncToken! });
    expect(await refusal(stale)).toEqual({ status: 410, reason: 'fullSyncRequired' });
  });

  it('the list has its own sync token, whose results "always" hold deleted and hidden entries', async () => {
    const [id, hidden] = [await newCalendar(api), await newCalendar(api)];
    const syncToken = (await entries()).nextSyncToken!;
    await api.calendars.delete({ calendarId: id });
    await api.calendarList.patch({ calendarId: hidden, requestBody: { hidden: true } });
    const { items } = await entries({ syncToken });
    expect(items!.map((item) => [item.id, item.deleted ?? item.hidden])).toEqual(
      expect.arrayContaining([
        [id, true],
        [hidden, true],
      ]),
    );
    expect((await refusal(entries({ syncToken, showDeleted: false }))).status).toBe(400);
    expect((await entries()).items!.map((item) => item.id)).not.toContain(hidden);
    expect((await entries({ showHidden: true })).items!.map((item) => item.id)).toContain(hidden);
  });

  it('pages the list by 100, at most 250', async () => {
    for (let n = 0; n < 105; n += 1) await newCalendar(api, `Many ${n}`);
    const first = await entries();
    expect([first.items!.length, first.nextSyncToken]).toEqual([100, undefined]);
    expect((await entries({ maxResults: 9_999 })).items!.length).toBeGreaterThan(100);
  });

  it("S28: changing the calendar's zone changes no event", async () => {
    const calendarId = await newCalendar(api);
    const day = { start: { date: '2026-11-21' }, end: { date: '2026-11-22' } };
    await api.events.insert({ calendarId, requestBody: day });
    const syncToken = (await api.events.list({ calendarId })).data.nextSyncToken!;
    await fixture.admin('PATCH', `/accounts/${ANNA}/calendars/${calendarId}`, { timeZone: 'America/New_York' });
    const after = (await api.events.list({ calendarId, syncToken })).data;
    expect([after.items, after.timeZone]).toEqual([[], 'America/New_York']);
  });

  it('S62: a reader may not write, and does not see private details', async () => {
    const calendarId = await newCalendar(api);
    await api.events.insert({ calendarId, requestBody: hour(9, { summary: 'Secret', visibility: 'private' }) });
    const ben = fixture.api(['calendar'], BEN);
    expect((await refusal(ben.events.list({ calendarId }))).status).toBe(404);
    await setRole(calendarId, BEN, 'reader');
    expect((await ben.calendarList.get({ calendarId })).data.accessRole).toBe('reader');
    expect(await refusal(ben.events.insert({ calendarId, requestBody: hour(9) }))).toEqual({
      status: 403,
      reason: 'forbidden',
    });
    const [event] = (await ben.events.list({ calendarId })).data.items!;
    expect(event!.summary).toBeUndefined();
    expect(event!.start!.dateTime).toBe('2026-11-21T09:00:00+01:00');
  });

  it('writerWithoutPrivateAccess writes, but neither sees nor changes private events', async () => {
    const calendarId = await newCalendar(api);
    const secret = await api.events.insert({
      calendarId,
      requestBody: hour(9, { summary: 'Secret', visibility: 'private' }),
    });
    await setRole(calendarId, BEN, 'writerWithoutPrivateAccess');
    const ben = fixture.api(['calendar'], BEN);
    await ben.events.insert({ calendarId, requestBody: hour(10) });
    expect((await ben.events.get({ calendarId, eventId: secret.data.id! })).data.summary).toBeUndefined();
    const change = ben.events.patch({ calendarId, eventId: secret.data.id!, requestBody: { colorId: '1' } });
    expect((await refusal(change)).status).toBe(403);
  });

  it('a free/busy reader sees times only; who loses the role sees nothing', async () => {
    const calendarId = await newCalendar(api);
    await api.events.insert({ calendarId, requestBody: hour(9, { summary: 'Title' }) });
    const ben = fixture.api(['calendar'], BEN);
    await setRole(calendarId, BEN, 'freeBusyReader');
    expect((await ben.events.list({ calendarId })).data.items![0]!.summary).toBeUndefined();
    await setRole(calendarId, BEN, 'none');
    expect((await refusal(ben.events.list({ calendarId }))).status).toBe(404);
  });
});
