import type { calendar_v3 } from '@googleapis/calendar';
import { ANNA, BEN, hour, newCalendar, refusal, startFixture, type Fixture } from '../emulator-fixture';

/** google.md section 2; the words in quotes are those of Google's reference of the event resource. */
describe('the event resource', () => {
  let fixture: Fixture;
  let api: calendar_v3.Calendar;
  let calendarId: string;

  beforeAll(async () => {
    fixture = await startFixture();
    api = fixture.api();
    calendarId = await newCalendar(api);
  });
  afterAll(() => fixture.close());

  const insert = async (more?: calendar_v3.Schema$Event) =>
    (await api.events.insert({ calendarId, requestBody: hour(9, more) })).data;
  const patch = async (eventId: string, requestBody: object) =>
    (await api.events.patch({ calendarId, eventId, requestBody })).data;
  const get = async (eventId: string) => (await api.events.get({ calendarId, eventId })).data;
  const withHeaders = (headers: Record<string, string>) => ({ headers });

  it('"base32hex … length of the ID must be between 5 and 1024 characters"', async () => {
    for (const id of ['abcd', 'has-hyphen', 'Upper', 'withz', 'a'.repeat(1025)])
      expect(await refusal(insert({ id }))).toEqual({ status: 400, reason: 'invalid' });
    const uuid = '0199f3a27b1c7d00a1b2c3d4e5f60718';
    expect((await insert({ id: uuid })).id).toBe(uuid);
  });

  it('"the ID must be unique per calendar": 409 duplicate, for deleted events too; another calendar may have it', async () => {
    await insert({ id: 'repeat' });
    expect(await refusal(insert({ id: 'repeat' }))).toEqual({ status: 409, reason: 'duplicate' });
    await api.events.delete({ calendarId, eventId: 'repeat' });
    expect(await refusal(insert({ id: 'repeat' }))).toEqual({ status: 409, reason: 'duplicate' });
    const other = await newCalendar(api, 'Other');
    await api.events.insert({ calendarId: other, requestBody: hour(9, { id: 'repeat' }) });
  });

  it('id and iCalUID: "only one of them should be supplied at event creation time"', async () => {
    expect((await refusal(insert({ id: 'eitheror', iCalUID: 'x@example.com' }))).status).toBe(400);
    expect((await insert({ id: 'onlid' })).iCalUID).toBe('onlid@google.com');
  });

  it('gives a new etag for every change, and none for a write that changes nothing', async () => {
    const event = await insert();
    const changed = await patch(event.id!, { summary: 'Other' });
    expect(changed.etag).not.toBe(event.etag);
    expect((await patch(event.id!, { summary: 'Other' })).etag).toBe(changed.etag);
  });

  it('If-Match of a stale etag answers 412 conditionNotMet and changes nothing; the current one and * pass', async () => {
    const event = await insert();
    const current = await patch(event.id!, { summary: 'Current' });
    const stale = withHeaders({ 'If-Match': event.etag! });
    const notMet = { status: 412, reason: 'conditionNotMet' };
    expect(
      await refusal(api.events.patch({ calendarId, eventId: event.id!, requestBody: { summary: 'No' } }, stale)),
    ).toEqual(notMet);
    expect(await refusal(api.events.update({ calendarId, eventId: event.id!, requestBody: hour(9) }, stale))).toEqual(
      notMet,
    );
    expect(await refusal(api.events.delete({ calendarId, eventId: event.id! }, stale))).toEqual(notMet);
    expect((await get(event.id!)).summary).toBe('Current');
    await api.events.patch(
      { calendarId, eventId: event.id!, requestBody: { summary: 'Any' } },
      withHeaders({ 'If-Match': '*' }),
    );
    const fresh = await get(event.id!);
    expect(fresh.etag).not.toBe(current.etag);
    await api.events.delete({ calendarId, eventId: event.id! }, withHeaders({ 'If-Match': fresh.etag! }));
  });

  it('If-None-Match of the current etag answers 304 to a get', async () => {
    const event = await insert();
    const known = { headers: { 'If-None-Match': event.etag! }, validateStatus: () => true };
    expect((await api.events.get({ calendarId, eventId: event.id! }, known)).status).toBe(304);
    await patch(event.id!, { summary: 'New' });
    expect((await api.events.get({ calendarId, eventId: event.id! }, known)).status).toBe(200);
  });

  it('"Updating event reminders will not cause this [updated] to change", the etag does', async () => {
    const event = await insert();
    fixture.clock.advance(5);
    const reminded = await patch(event.id!, {
      reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] },
    });
    expect(reminded.updated).toBe(event.updated);
    expect(reminded.etag).not.toBe(event.etag);
  });

  it('a deleted event: get still returns it, a second delete answers 410 deleted, an unknown id 404', async () => {
    const event = await insert({ summary: 'Kept for the bin' });
    await api.events.delete({ calendarId, eventId: event.id! });
    expect(await get(event.id!)).toMatchObject({ status: 'cancelled', summary: 'Kept for the bin' });
    expect(await refusal(api.events.delete({ calendarId, eventId: event.id! }))).toEqual({
      status: 410,
      reason: 'deleted',
    });
    expect(await refusal(api.events.delete({ calendarId, eventId: 'nothere' }))).toEqual({
      status: 404,
      reason: 'notFound',
    });
  });

  it('"Deleted events are only guaranteed to have the id field populated": it can be made to tell no more', async () => {
    const event = await insert();
    await api.events.delete({ calendarId, eventId: event.id! });
    await fixture.admin('PATCH', '/settings', { tombstones: 'bare' });
    const shown = await get(event.id!);
    await fixture.admin('PATCH', '/settings', { tombstones: 'full' });
    expect(Object.keys(shown).sort()).toEqual(['etag', 'id', 'kind', 'status']);
  });

  it('an update with status confirmed takes a deleted event out of the bin under its id', async () => {
    const event = await insert();
    await api.events.delete({ calendarId, eventId: event.id! });
    const requestBody = hour(9, { status: 'confirmed' });
    expect((await api.events.update({ calendarId, eventId: event.id!, requestBody })).data).toMatchObject({
      id: event.id,
      status: 'confirmed',
    });
  });

  it.each<[string, object, string]>([
    ['start is missing', { start: null }, 'required'],
    ['only one side is a whole day', { end: { date: '2026-11-22' } }, 'invalid'],
    [
      'a side has both date and dateTime',
      { start: { date: '2026-11-21', dateTime: '2026-11-21T09:00:00Z' } },
      'invalid',
    ],
    ['a date-time has neither offset nor zone', { start: { dateTime: '2026-11-21T09:00:00' } }, 'invalid'],
    ['the zone is unknown', { start: { dateTime: '2026-11-21T09:00:00Z', timeZone: 'Mars/Base' } }, 'invalid'],
    ['the end lies before the start', { end: { dateTime: '2026-11-21T08:00:00+01:00' } }, 'timeRangeEmpty'],
    [
      'a series has no zone',
      { start: { dateTime: '2026-11-21T09:00:00+01:00' }, recurrence: ['RRULE:FREQ=DAILY'] },
      'required',
    ],
    ['a recurrence line is DTSTART', { recurrence: ['DTSTART:20261121T090000Z'] }, 'invalid'],
    ['a rule is nonsense', { recurrence: ['RRULE:FREQ=SOMETIMES'] }, 'invalid'],
    ['the status is unknown', { status: 'maybe' }, 'invalid'],
    ['the colour is unknown', { colorId: '12' }, 'invalid'],
  ])('refuses with 400 when %s', async (_name, more, reason) => {
    expect(await refusal(insert(more as calendar_v3.Schema$Event))).toEqual({ status: 400, reason });
  });

  it('a whole-day end is exclusive, and an empty day is refused', async () => {
    const day = { summary: 'day', start: { date: '2026-11-21' }, end: { date: '2026-11-21' } };
    expect(await refusal(api.events.insert({ calendarId, requestBody: day }))).toEqual({
      status: 400,
      reason: 'timeRangeEmpty',
    });
  });

  it('a patch between timed and whole-day must null the other member', async () => {
    const event = await insert();
    const days = { start: { date: '2026-11-21' }, end: { date: '2026-11-22' } };
    expect(await refusal(patch(event.id!, days))).toEqual({ status: 400, reason: 'invalid' });
    const other = { dateTime: null, timeZone: null };
    const changed = await patch(event.id!, { start: { ...days.start, ...other }, end: { ...days.end, ...other } });
    expect(changed).toMatchObject(days);
  });

  it('patch merges objects and removes by null; update replaces the whole', async () => {
    const event = await insert({ location: 'Room 1', extendedProperties: { private: { a: '1', b: '2' } } });
    const patched = await patch(event.id!, { location: null, extendedProperties: { private: { a: null, c: '3' } } });
    expect(patched.location).toBeUndefined();
    expect(patched.extendedProperties).toEqual({ private: { b: '2', c: '3' } });
    const updated = (await api.events.update({ calendarId, eventId: event.id!, requestBody: hour(10) })).data;
    expect(updated.extendedProperties).toBeUndefined();
  });

  it('extended properties: keys over 44 characters are dropped, values cut at 1024, 300 properties and 32 kB at most', async () => {
    const shared = { ['k'.repeat(45)]: 'lost', key: 'v'.repeat(2000) };
    const { extendedProperties } = await insert({ extendedProperties: { shared } });
    expect(extendedProperties!.shared).toEqual({ key: 'v'.repeat(1024) });
    const many = Object.fromEntries(Array.from({ length: 301 }, (_, n) => [`k${n}`, 'v']));
    expect((await refusal(insert({ extendedProperties: { private: many } }))).status).toBe(400);
    const large = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`k${n}`, 'v'.repeat(1024)]));
    expect((await refusal(insert({ extendedProperties: { private: large } }))).status).toBe(400);
  });

  it.each([
    [
      'more than 5',
      { useDefault: false, overrides: Array.from({ length: 6 }, () => ({ method: 'popup', minutes: 1 })) },
    ],
    ['an unknown method', { useDefault: false, overrides: [{ method: 'sms', minutes: 1 }] }],
    ['more than 40320 minutes', { useDefault: false, overrides: [{ method: 'popup', minutes: 40_321 }] }],
    ['defaults and overrides at once', { useDefault: true, overrides: [{ method: 'popup', minutes: 1 }] }],
  ])('refuses reminders with %s', async (_name, reminders) => {
    expect(await refusal(insert({ reminders }))).toEqual({ status: 400, reason: 'invalid' });
  });

  it('the event type "cannot be modified after the event is created"; only default ones can be imported or moved', async () => {
    const event = await insert({ eventType: 'focusTime' });
    expect((await refusal(patch(event.id!, { eventType: 'default' }))).status).toBe(400);
    expect((await refusal(api.events.move({ calendarId, eventId: event.id!, destination: 'primary' }))).status).toBe(
      400,
    );
    const requestBody = hour(9, { eventType: 'focusTime', iCalUID: 'type@example.com' });
    expect((await refusal(api.events.import({ calendarId, requestBody }))).status).toBe(400);
  });

  it('S4: text comes back normalised, and what came back stays as it is when written again', async () => {
    const event = await insert({
      summary: '  Hearing \n test ',
      description:
        ' <P onclick="x()">Bring\r\nyour <B>card</B>.  </P><script>alert(1)</script><BR/> <table>gone</table>\r\n',
    });
    expect(event.summary).toBe('Hearing test');
    expect(event.description).toBe('<p>Bring\nyour <b>card</b>.  </p><br> gone');
    const again = await patch(event.id!, { description: event.description, summary: event.summary });
    expect(again.etag).toBe(event.etag);
  });

  it('events.move leaves "a cancelled event where only the id field is guaranteed to be populated"', async () => {
    const event = await insert({ summary: 'Moves' });
    const destination = await newCalendar(api, 'Destination');
    const moved = (await api.events.move({ calendarId, eventId: event.id!, destination })).data;
    expect(moved).toMatchObject({ id: event.id, summary: 'Moves', organizer: { email: destination } });
    expect(await get(event.id!)).toEqual({
      kind: 'calendar#event',
      etag: expect.any(String),
      id: event.id,
      status: 'cancelled',
    });
  });

  it('events.import knows an event by its iCalUID and may set the organiser', async () => {
    const requestBody = hour(9, { iCalUID: 'imported@example.com', organizer: { email: 'boss@example.com' } });
    const first = (await api.events.import({ calendarId, requestBody })).data;
    const second = (await api.events.import({ calendarId, requestBody: { ...requestBody, summary: 'Again' } })).data;
    expect(second).toMatchObject({ id: first.id, summary: 'Again', organizer: { email: 'boss@example.com' } });
    expect((await refusal(api.events.import({ calendarId, requestBody: hour(9) }))).reason).toBe('required');
  });

  it('only the organiser changes what guests share: 403 forbiddenForNonOrganizer', async () => {
    const event = await insert();
    await fixture.admin('POST', `/accounts/${ANNA}/calendars/${calendarId}/events/${event.id}/organizer`, {
      email: 'boss@example.com',
    });
    expect(await refusal(patch(event.id!, { summary: 'Mine' }))).toEqual({
      status: 403,
      reason: 'forbiddenForNonOrganizer',
    });
    expect((await patch(event.id!, { colorId: '5' })).colorId).toBe('5');
  });

  it('sendUpdates decides who would get a mail', async () => {
    const attendees = [{ email: BEN }, { email: 'customer@example.org' }];
    const mails = async (sendUpdates?: string) => {
      await api.events.insert({ calendarId, sendUpdates, requestBody: hour(9, { attendees }) });
      const { calls } = await fixture.admin<{ calls: { mails: number }[] }>(
        'GET',
        '/calls?operation=calendar.events.insert',
      );
      return calls.at(-1)!.mails;
    };
    expect([await mails(), await mails('all'), await mails('externalOnly'), await mails('none')]).toEqual([0, 2, 1, 0]);
  });
});
