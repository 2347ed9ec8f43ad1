import type { calendar_v3 } from '@googleapis/calendar';
import { ANNA, newCalendar, refusal, startFixture, type Fixture } from '../emulator-fixture';

const berlin = (dateTime: string) => ({ dateTime, timeZone: 'Europe/Berlin' });

/** google.md section 2 on series; the words in quotes are those of Google's reference and its guide of recurring events. */
describe('a recurring event', () => {
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

  /** Daily at 9 from Monday 23 November 2026, five times unless told otherwise. */
  const series = async (recurrence = ['RRULE:FREQ=DAILY;COUNT=5'], more: calendar_v3.Schema$Event = {}) => {
    const times = { start: berlin('2026-11-23T09:00:00'), end: berlin('2026-11-23T10:00:00') };
    return (
      await api.events.insert({
        calendarId,
        requestBody: { id: 'series', summary: 'Series', ...times, recurrence, ...more },
      })
    ).data;
  };
  const list = async (parameters: calendar_v3.Params$Resource$Events$List = {}) =>
    (await api.events.list({ calendarId, ...parameters })).data;
  const starts = async () =>
    (await list({ singleEvents: true, orderBy: 'startTime' })).items!.map(
      ({ start }) => start!.dateTime ?? start!.date,
    );
  const patch = async (eventId: string, requestBody: object) =>
    (await api.events.patch({ calendarId, eventId, requestBody })).data;
  const get = async (eventId: string) => (await api.events.get({ calendarId, eventId })).data;
  const second = 'series_20261124T080000Z';

  it('S19: keeps 09:00 local time over both changes of the clocks', async () => {
    const times = { start: berlin('2026-10-19T09:00:00'), end: berlin('2026-10-19T10:00:00') };
    await series(['RRULE:FREQ=WEEKLY;UNTIL=20270405T070000Z'], times);
    const all = await starts();
    expect(all).toHaveLength(25);
    expect(all.every((start) => start!.includes('T09:00:00'))).toBe(true);
    expect([all[0], all[1], all.at(-1)]).toEqual([
      '2026-10-19T09:00:00+02:00',
      '2026-10-26T09:00:00+01:00',
      '2027-04-05T09:00:00+02:00',
    ]);
  });

  it('has instances `master_YYYYMMDDTHHMMSSZ`, whole days `master_YYYYMMDD`, all with the iCalUID of the series', async () => {
    const master = await series();
    const { items } = (await api.events.instances({ calendarId, eventId: 'series' })).data;
    expect(items!.map(({ id }) => id)).toContain(second);
    expect(
      items!.every((item) => item.iCalUID === master.iCalUID && item.recurringEventId === 'series' && !item.recurrence),
    ).toBe(true);
    const requestBody = {
      id: 'dates',
      start: { date: '2026-11-23' },
      end: { date: '2026-11-24' },
      recurrence: ['RRULE:FREQ=DAILY;COUNT=2'],
    };
    await api.events.insert({ calendarId, requestBody });
    const days = (await api.events.instances({ calendarId, eventId: 'dates' })).data.items!;
    expect(days.map(({ id, originalStartTime }) => [id, originalStartTime])).toEqual([
      ['dates_20261123', { date: '2026-11-23' }],
      ['dates_20261124', { date: '2026-11-24' }],
    ]);
  });

  it.each([
    ['UNTIL as UTC', ['RRULE:FREQ=DAILY;UNTIL=20261124T080000Z'], ['2026-11-23', '2026-11-24']],
    ['UNTIL as a date', ['RRULE:FREQ=DAILY;UNTIL=20261124'], ['2026-11-23', '2026-11-24']],
    ['COUNT', ['RRULE:FREQ=DAILY;COUNT=2'], ['2026-11-23', '2026-11-24']],
    [
      'EXDATE in the zone',
      ['RRULE:FREQ=DAILY;COUNT=3', 'EXDATE;TZID=Europe/Berlin:20261124T090000'],
      ['2026-11-23', '2026-11-25'],
    ],
    ['EXDATE as UTC', ['RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20261124T080000Z'], ['2026-11-23', '2026-11-25']],
    ['EXRULE', ['RRULE:FREQ=DAILY;COUNT=4', 'EXRULE:FREQ=DAILY;INTERVAL=2'], ['2026-11-24', '2026-11-26']],
    ['RDATE', ['RDATE;TZID=Europe/Berlin:20261201T090000'], ['2026-11-23', '2026-12-01']],
    ['BYDAY', ['RRULE:FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3'], ['2026-11-23', '2026-11-26', '2026-11-30']],
    ['a start that the rule leaves out', ['RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=2'], ['2026-11-23', '2026-11-26']],
  ])('S20: %s gives the right dates', async (_name, recurrence, dates) => {
    await series(recurrence);
    expect((await starts()).map((start) => start!.slice(0, 10))).toEqual(dates);
  });

  it('"return single one-off events and instances of recurring events, but not the underlying recurring events"', async () => {
    await series();
    expect((await list({ singleEvents: true })).items!.map(({ id }) => id)).not.toContain('series');
    expect((await list()).items!.map(({ id }) => id)).toEqual(['series']);
  });

  it('is in a window when one of its instances is', async () => {
    await series();
    expect((await list({ timeMin: '2026-11-27T00:00:00Z', timeMax: '2026-11-28T00:00:00Z' })).items).toHaveLength(1);
    expect((await list({ timeMin: '2026-11-28T00:00:00Z' })).items).toHaveLength(0);
  });

  it('S16: "update the instance": only that date changes, known by its originalStartTime', async () => {
    const { nextSyncToken } = await list();
    const master = await series();
    const before = (await list({ syncToken: nextSyncToken! })).nextSyncToken!;
    const moved = await patch(second, { start: berlin('2026-11-24T15:00:00'), end: berlin('2026-11-24T16:00:00') });
    expect(moved.originalStartTime).toEqual(berlin('2026-11-24T09:00:00+01:00'));
    expect((await list({ syncToken: before })).items!.map(({ id }) => id)).toEqual([second]);
    expect((await get('series')).etag).toBe(master.etag);
    expect(await starts()).toContain('2026-11-24T15:00:00+01:00');
    expect(await starts()).not.toContain('2026-11-24T09:00:00+01:00');
  });

  it('S17: a deleted date stays a cancelled exception "for the lifetime of the parent recurring event", bare but for its place', async () => {
    await series();
    await api.events.delete({ calendarId, eventId: second });
    fixture.clock.advance(60 * 86_400);
    api = fixture.api();
    const exception = (await list()).items!.find(({ id }) => id === second);
    expect(exception).toEqual({
      kind: 'calendar#event',
      etag: expect.any(String),
      id: second,
      status: 'cancelled',
      recurringEventId: 'series',
      originalStartTime: berlin('2026-11-24T09:00:00+01:00'),
    });
    expect(await starts()).toHaveLength(4);
    expect(await refusal(api.events.delete({ calendarId, eventId: second }))).toEqual({
      status: 410,
      reason: 'deleted',
    });
    expect((await list({ singleEvents: true })).items!.map(({ id }) => id)).not.toContain(second);
  });

  it('an instance id that the rule does not make is not found', async () => {
    await series();
    expect((await refusal(get('series_20261124T090000Z'))).status).toBe(404);
    expect((await refusal(get('series_20271124T080000Z'))).status).toBe(404);
  });

  it('a change of the series reaches its changed instances, except in the fields they changed themselves', async () => {
    await series();
    await patch(second, { location: 'Room 2' });
    await patch('series', { summary: 'Renamed', location: 'Room 1' });
    expect(await get(second)).toMatchObject({ summary: 'Renamed', location: 'Room 2' });
    expect(await get('series_20261125T080000Z')).toMatchObject({ summary: 'Renamed', location: 'Room 1' });
  });

  it('S23: a series trimmed before an already moved date takes that date with it', async () => {
    await series();
    const late = 'series_20261126T080000Z';
    await patch(late, { start: berlin('2026-11-26T15:00:00'), end: berlin('2026-11-26T16:00:00') });
    const syncToken = (await list()).nextSyncToken!;
    await patch('series', { recurrence: ['RRULE:FREQ=DAILY;UNTIL=20261124T080000Z'] });
    const changed = (await list({ syncToken })).items!;
    expect(changed.find(({ id }) => id === late)!.status).toBe('cancelled');
    expect(await starts()).toHaveLength(2);
  });

  it('S24: a single event becomes a series and back under the same id, and single-event lists say what went', async () => {
    const times = { start: berlin('2026-11-23T09:00:00'), end: berlin('2026-11-23T10:00:00') };
    await api.events.insert({ calendarId, requestBody: { id: 'series', ...times } });
    const single = (await list({ singleEvents: true })).nextSyncToken!;
    await patch('series', { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
    const asSeries = await list({ singleEvents: true, syncToken: single });
    expect(Object.fromEntries(asSeries.items!.map(({ id, status }) => [id, status]))).toEqual({
      series: 'cancelled',
      series_20261123T080000Z: 'confirmed',
      series_20261124T080000Z: 'confirmed',
    });
    await patch('series', { recurrence: null });
    const back = await list({ singleEvents: true, syncToken: asSeries.nextSyncToken! });
    expect(Object.fromEntries(back.items!.map(({ id, status }) => [id, status]))).toEqual({
      series: 'confirmed',
      series_20261123T080000Z: 'cancelled',
      series_20261124T080000Z: 'cancelled',
    });
  });

  it('a deleted single event that becomes a series is still reported as gone to single-event lists', async () => {
    const times = { start: berlin('2026-11-23T09:00:00'), end: berlin('2026-11-23T10:00:00') };
    await api.events.insert({ calendarId, requestBody: { id: 'series', ...times } });
    const { nextSyncToken } = await list({ singleEvents: true });
    await api.events.delete({ calendarId, eventId: 'series' });
    await patch('series', { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
    const { items } = await list({ singleEvents: true, syncToken: nextSyncToken! });
    expect(items!.map(({ id, status }) => [id, status])).toEqual([['series', 'cancelled']]);
  });

  it('deleting the series cancels it and its changed instances; restored from the bin it has them again', async () => {
    await series();
    await patch(second, { summary: 'Own' });
    await api.events.delete({ calendarId, eventId: 'series_20261125T080000Z' });
    const syncToken = (await list()).nextSyncToken!;
    await api.events.delete({ calendarId, eventId: 'series' });
    const gone = (await list({ syncToken })).items!;
    expect(gone.map(({ id, status }) => [id, status])).toEqual([
      ['series', 'cancelled'],
      [second, 'cancelled'],
    ]);
    expect(await starts()).toEqual([]);
    await fixture.admin('POST', `/accounts/${ANNA}/calendars/${calendarId}/events/series/restore`);
    expect(await get(second)).toMatchObject({ status: 'confirmed', summary: 'Own' });
    expect(await starts()).toHaveLength(4);
  });

  it('showDeleted and singleEvents: "only single instances of deleted events … are returned"', async () => {
    await series(['RRULE:FREQ=DAILY;COUNT=2']);
    await api.events.delete({ calendarId, eventId: 'series' });
    const { items } = await list({ singleEvents: true, showDeleted: true });
    expect(items!.map(({ id, status }) => [id, status])).toEqual([
      ['series_20261123T080000Z', 'cancelled'],
      ['series_20261124T080000Z', 'cancelled'],
    ]);
  });

  it('"more restrictive … it is applied to all instances. … less restrictive … the change is ignored"', async () => {
    await series();
    await patch(second, { visibility: 'private' });
    expect((await get('series_20261125T080000Z')).visibility).toBe('private');
    expect((await patch(second, { visibility: 'public' })).visibility).toBe('private');
  });

  it('moving the whole series moves every instance; dates changed by themselves begin anew', async () => {
    await series(['RRULE:FREQ=DAILY;COUNT=2']);
    await api.events.delete({ calendarId, eventId: second });
    await patch('series', { start: berlin('2026-11-23T11:00:00'), end: berlin('2026-11-23T12:00:00') });
    expect(await starts()).toEqual(['2026-11-23T11:00:00+01:00', '2026-11-24T11:00:00+01:00']);
  });

  it('finds one instance by its original start, moved or not', async () => {
    await series();
    await patch(second, { start: berlin('2026-11-24T15:00:00'), end: berlin('2026-11-24T16:00:00') });
    const originalStart = '2026-11-24T09:00:00+01:00';
    const { items } = (await api.events.instances({ calendarId, eventId: 'series', originalStart })).data;
    expect(items!.map(({ id }) => id)).toEqual([second]);
  });
});
