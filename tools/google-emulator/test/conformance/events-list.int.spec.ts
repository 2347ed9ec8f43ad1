import type { calendar_v3 } from '@googleapis/calendar';
import { hour, newCalendar, refusal, startFixture, type Fixture } from '../emulator-fixture';

/** google.md section 1; the words in quotes are those of Google's reference of events.list. */
describe('events.list', () => {
  let fixture: Fixture;
  let api: calendar_v3.Calendar;
  let calendarId: string;

  beforeAll(async () => {
    fixture = await startFixture();
    api = fixture.api();
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    calendarId = await newCalendar(api);
  });

  const insert = async (at: number, more?: calendar_v3.Schema$Event) =>
    (await api.events.insert({ calendarId, requestBody: hour(at, more) })).data;
  const list = async (parameters: calendar_v3.Params$Resource$Events$List = {}) =>
    (await api.events.list({ calendarId, ...parameters })).data;
  const titles = async (parameters?: calendar_v3.Params$Resource$Events$List) =>
    (await list(parameters)).items!.map((event) => event.summary);
  const token = async (parameters?: calendar_v3.Params$Resource$Events$List) => (await list(parameters)).nextSyncToken!;

  it('"Maximum number of events returned on one result page": 250 unless told, 2500 at most', async () => {
    for (let n = 0; n < 260; n += 1) await insert(n % 22);
    const first = await list();
    expect(first.items).toHaveLength(250);
    expect((await list({ maxResults: 9_999 })).items).toHaveLength(260);
  });

  it('gives nextSyncToken on the last page only, and pages that together hold everything once', async () => {
    for (let n = 0; n < 5; n += 1) await insert(n);
    const pages = [await list({ maxResults: 2 })];
    while (pages.at(-1)!.nextPageToken)
      pages.push(await list({ maxResults: 2, pageToken: pages.at(-1)!.nextPageToken! }));
    expect(pages.map((page) => Boolean(page.nextSyncToken))).toEqual([false, false, true]);
    expect(new Set(pages.flatMap((page) => page.items!.map((event) => event.id))).size).toBe(5);
  });

  it('"may be less than this value": a page can be cut at any size', async () => {
    for (let n = 0; n < 3; n += 1) await insert(n);
    await fixture.admin('PATCH', '/settings', { pageSize: 1 });
    const page = await list({ maxResults: 250 });
    await fixture.admin('PATCH', '/settings', { pageSize: null });
    expect(page.items).toHaveLength(1);
    expect(page.nextPageToken).toBeDefined();
  });

  it('does not miss what changes while somebody pages through', async () => {
    for (const id of ['aaaaa', 'bbbbb', 'ccccc']) await insert(9, { id });
    const first = await list({ maxResults: 2 });
    await api.events.patch({ calendarId, eventId: 'aaaaa', requestBody: { summary: 'changed meanwhile' } });
    const last = await list({ maxResults: 2, pageToken: first.nextPageToken! });
    expect(await titles({ syncToken: last.nextSyncToken! })).toEqual(['changed meanwhile']);
  });

  it('refuses the page token of another query', async () => {
    for (let n = 0; n < 3; n += 1) await insert(n);
    const { nextPageToken } = await list({ maxResults: 1 });
    expect(await refusal(list({ maxResults: 1, q: 'x', pageToken: nextPageToken! }))).toEqual({
      status: 400,
      reason: 'invalid',
    });
  });

  it('"Lower bound (exclusive) for an event\'s end time", "Upper bound (exclusive) for an event\'s start time"', async () => {
    await insert(9);
    await insert(10);
    await insert(11);
    expect(await titles({ timeMin: '2026-11-21T10:00:00+01:00', timeMax: '2026-11-21T11:00:00+01:00' })).toEqual([
      'At 10',
    ]);
    expect(
      await titles({ timeMin: '2026-11-21T09:59:59.999+01:00', timeMax: '2026-11-21T11:00:00+01:00' }),
    ).toHaveLength(2);
  });

  it('"mandatory time zone offset": refuses times without one, and an empty range', async () => {
    expect(await refusal(list({ timeMin: '2026-11-21T10:00:00' }))).toEqual({ status: 400, reason: 'badRequest' });
    const range = { timeMin: '2026-11-21T10:00:00Z', timeMax: '2026-11-21T10:00:00Z' };
    expect(await refusal(list(range))).toEqual({ status: 400, reason: 'timeRangeEmpty' });
  });

  it("counts whole days from midnight of the calendar's zone", async () => {
    const requestBody = { summary: 'day', start: { date: '2026-11-21' }, end: { date: '2026-11-22' } };
    await api.events.insert({ calendarId, requestBody });
    expect(await titles({ timeMax: '2026-11-20T23:00:00Z' })).toEqual([]);
    expect(await titles({ timeMax: '2026-11-20T23:00:01Z' })).toEqual(['day']);
    expect(await titles({ timeMin: '2026-11-21T23:00:00Z' })).toEqual([]);
  });

  it.each([
    ['iCalUID', { iCalUID: 'x' }],
    ['orderBy', { orderBy: 'updated' }],
    ['privateExtendedProperty', { privateExtendedProperty: ['a=b'] }],
    ['sharedExtendedProperty', { sharedExtendedProperty: ['a=b'] }],
    ['q', { q: 'x' }],
    ['timeMin', { timeMin: '2026-01-01T00:00:00Z' }],
    ['timeMax', { timeMax: '2027-01-01T00:00:00Z' }],
    ['updatedMin', { updatedMin: '2026-11-20T00:00:00Z' }],
    ['showDeleted=false', { showDeleted: false }],
    ['another singleEvents', { singleEvents: true }],
  ])('"cannot be specified together with nextSyncToken": %s', async (_name, parameters) => {
    expect((await refusal(list({ syncToken: await token(), ...parameters }))).status).toBe(400);
  });

  it('refuses a sync token that it never gave, or that belongs to another calendar', async () => {
    expect(await refusal(list({ syncToken: 'nonsense' }))).toEqual({ status: 400, reason: 'invalid' });
    const other = await newCalendar(api, 'Other');
    const foreign = (await api.events.list({ calendarId: other })).data.nextSyncToken!;
    expect(await refusal(list({ syncToken: foreign }))).toEqual({ status: 400, reason: 'invalid' });
  });

  it('"only entries that have changed since then", deleted ones always among them', async () => {
    const [kept, deleted] = [await insert(9), await insert(10)];
    const syncToken = await token();
    expect((await list({ syncToken })).items).toEqual([]);
    await api.events.delete({ calendarId, eventId: deleted.id! });
    await insert(11);
    const { items } = await list({ syncToken });
    expect(items!.map(({ id, status }) => [id === kept.id, status])).toEqual(
      expect.arrayContaining([
        [false, 'cancelled'],
        [false, 'confirmed'],
      ]),
    );
    expect(items).toHaveLength(2);
  });

  it('replays the same changes for an older token that is still valid', async () => {
    const syncToken = await token();
    await insert(9);
    const once = await list({ syncToken });
    await insert(10);
    const again = await list({ syncToken });
    expect(again.items!.map((event) => event.id)).toEqual(expect.arrayContaining(once.items!.map((event) => event.id)));
    expect(await titles({ syncToken: once.nextSyncToken! })).toEqual(['At 10']);
  });

  it('pages through an incremental result by the same query with a page token', async () => {
    const syncToken = await token();
    for (let n = 0; n < 3; n += 1) await insert(n);
    const first = await list({ syncToken, maxResults: 2 });
    expect(first.nextSyncToken).toBeUndefined();
    const second = await list({ syncToken, maxResults: 2, pageToken: first.nextPageToken! });
    expect(first.items!.length + second.items!.length).toBe(3);
    expect(second.nextSyncToken).toBeDefined();
  });

  it('a first sync limited by timeMin and timeMax yields a token; changes outside the window may come later', async () => {
    await insert(9);
    const far = await insert(20);
    const syncToken = await token({ timeMax: '2026-11-21T12:00:00+01:00' });
    await api.events.patch({ calendarId, eventId: far.id!, requestBody: { summary: 'outside' } });
    expect(await titles({ syncToken })).toEqual(['outside']);
  });

  it('a search gives no sync token', async () => {
    expect((await list({ q: 'x' })).nextSyncToken).toBeUndefined();
    expect((await list({ orderBy: 'updated' })).nextSyncToken).toBeUndefined();
  });

  it('"If the syncToken expires, the server will respond with a 410 GONE": by age, by role, by the server', async () => {
    const gone = { status: 410, reason: 'fullSyncRequired' };
    const byServer = await token();
    await fixture.admin('POST', '/sync-tokens/expire', { calendar: calendarId });
    expect(await refusal(list({ syncToken: byServer }))).toEqual(gone);
    const byRole = await token();
    await fixture.admin('PUT', `/accounts/anna.berg@example.com/calendars/${calendarId}/role`, { accessRole: 'owner' });
    expect(await refusal(list({ syncToken: byRole }))).toEqual(gone);
    const byAge = await token();
    fixture.clock.advance(30 * 86_400);
    api = fixture.api();
    expect(await refusal(list({ syncToken: byAge }))).toEqual(gone);
  });

  it('"Whether to include deleted events": hidden unless asked for, always with updatedMin', async () => {
    const event = await insert(9);
    await api.events.delete({ calendarId, eventId: event.id! });
    expect((await list()).items).toEqual([]);
    expect((await list({ showDeleted: true })).items).toHaveLength(1);
    const updatedMin = new Date(fixture.clock.now() - 60_000).toISOString();
    expect((await list({ updatedMin })).items!.map(({ status }) => status)).toEqual(['cancelled']);
  });

  it('updatedMin too far in the past answers 410 updatedMinTooLongAgo', async () => {
    const updatedMin = new Date(fixture.clock.now() - 40 * 86_400_000).toISOString();
    expect(await refusal(list({ updatedMin }))).toEqual({ status: 410, reason: 'updatedMinTooLongAgo' });
  });

  it('cancelled events "will eventually disappear"', async () => {
    const event = await insert(9, { id: 'forgotten' });
    await api.events.delete({ calendarId, eventId: event.id! });
    fixture.clock.advance(31 * 86_400);
    api = fixture.api();
    expect((await list({ showDeleted: true })).items).toEqual([]);
    expect(await refusal(api.events.get({ calendarId, eventId: 'forgotten' }))).toEqual({
      status: 404,
      reason: 'notFound',
    });
  });

  it('orderBy=startTime "is only available when querying single events"; orderBy=updated ascends', async () => {
    const late = await insert(11);
    await insert(9);
    expect((await refusal(list({ orderBy: 'startTime' }))).status).toBe(400);
    expect(await titles({ orderBy: 'startTime', singleEvents: true })).toEqual(['At 9', 'At 11']);
    fixture.clock.advance(1);
    await api.events.patch({ calendarId, eventId: late.id!, requestBody: { location: 'Room 2' } });
    expect(await titles({ orderBy: 'updated' })).toEqual(['At 9', 'At 11']);
  });

  it('filters by words, iCalUID and "all given constraints" of extended properties', async () => {
    await insert(9, {
      summary: 'Hearing test',
      iCalUID: 'one@example.com',
      extendedProperties: { private: { a: '1', b: '2' } },
    });
    await insert(10, { description: 'a hearing', extendedProperties: { private: { a: '1' }, shared: { s: 'x' } } });
    expect(await titles({ q: 'HEARING test' })).toEqual(['Hearing test']);
    expect(await titles({ iCalUID: 'one@example.com' })).toEqual(['Hearing test']);
    expect(await titles({ privateExtendedProperty: ['a=1'] })).toHaveLength(2);
    expect(await titles({ privateExtendedProperty: ['a=1', 'b=2'] })).toEqual(['Hearing test']);
    expect(await titles({ sharedExtendedProperty: ['s=x'] })).toEqual(['At 10']);
  });

  it("writes date-times in the zone asked for, else the calendar's; the event's own zone stays", async () => {
    await insert(9);
    const [event] = (await list({ timeZone: 'America/New_York' })).items!;
    expect(event!.start).toEqual({ dateTime: '2026-11-21T03:00:00-05:00', timeZone: 'Europe/Berlin' });
    expect((await list()).items![0]!.start!.dateTime).toBe('2026-11-21T09:00:00+01:00');
  });
});
