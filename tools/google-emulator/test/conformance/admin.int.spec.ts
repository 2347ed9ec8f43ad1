import { randomUUID } from 'node:crypto';
import type { calendar_v3 } from '@googleapis/calendar';
import { ANNA, BEN, CLIENT, hour, newCalendar, refusal, scope, startFixture, type Fixture } from '../emulator-fixture';
import { eventually, startReceiver } from '../push-receiver';

/** "The admin plane … acts as the user in Google's own page" (google.md, what the emulator offers besides). */
describe('acting as the person', () => {
  let fixture: Fixture;
  let api: calendar_v3.Calendar;
  let calendarId: string;
  let syncToken: string;

  beforeEach(async () => {
    fixture = await startFixture();
    api = fixture.api();
    calendarId = await newCalendar(api);
    await api.events.insert({ calendarId, requestBody: hour(9, { id: 'event' }) });
    syncToken = (await api.events.list({ calendarId })).data.nextSyncToken!;
  });
  afterEach(() => fixture.close());

  const calendarPath = () => `/accounts/${ANNA}/calendars/${encodeURIComponent(calendarId)}`;
  const person = <T = calendar_v3.Schema$Event>(method: string, path: string, body?: object) =>
    fixture.admin<T>(method, `${calendarPath()}${path}`, body);
  const news = async () => {
    const { items, nextSyncToken } = (await api.events.list({ calendarId, syncToken })).data;
    syncToken = nextSyncToken!;
    return items!;
  };

  it('creates, edits, moves, colours, deletes and restores events that an application then sees', async () => {
    const made = await person('POST', '/events', hour(11, { summary: 'By hand' }));
    expect(await news()).toMatchObject([{ id: made.id, summary: 'By hand' }]);
    const { start, end } = hour(14);
    await person('PATCH', `/events/${made.id}`, { start, end, colorId: '3', visibility: 'private' });
    expect(await news()).toMatchObject([
      { start: { dateTime: '2026-11-21T14:00:00+01:00' }, colorId: '3', visibility: 'private' },
    ]);
    await person('DELETE', `/events/${made.id}`);
    expect(await news()).toMatchObject([{ id: made.id, status: 'cancelled' }]);
    await person('POST', `/events/${made.id}/restore`);
    expect(await news()).toMatchObject([{ id: made.id, status: 'confirmed', summary: 'By hand' }]);
  });

  it('S33: a restored event keeps its id; a duplicate gets its own', async () => {
    const copy = await person('POST', '/events/event/duplicate');
    expect(copy).toMatchObject({ summary: 'At 9' });
    expect(copy.id).not.toBe('event');
    expect((await news()).map(({ id }) => id)).toEqual([copy.id]);
  });

  it('answers an invitation, and moves an event to another calendar', async () => {
    await person('POST', '/events/event/rsvp', { email: BEN, response: 'accepted' });
    expect(await news()).toMatchObject([{ attendees: [{ email: BEN, responseStatus: 'accepted' }] }]);
    await person('POST', '/events/event/move?destination=primary');
    expect(await news()).toEqual([expect.objectContaining({ id: 'event', status: 'cancelled' })]);
    expect((await api.events.get({ calendarId: 'primary', eventId: 'event' })).data.summary).toBe('At 9');
  });

  it("is pushed to the channels, and counts in no quota and no log of an application's calls", async () => {
    const hook = await startReceiver();
    await api.events.watch({ calendarId, requestBody: { id: randomUUID(), type: 'web_hook', address: hook.address } });
    await eventually(() => hook.received.length === 1);
    const { last } = await fixture.admin<{ last: number }>('GET', '/calls');
    await person('PATCH', '/events/event', { summary: 'Edited' });
    await eventually(() => hook.received.length === 2);
    expect((await fixture.admin<{ last: number }>('GET', '/calls')).last).toBe(last);
    hook.close();
  });

  it('S36: deletes a whole secondary calendar', async () => {
    await person('DELETE', '');
    expect((await refusal(api.events.list({ calendarId, syncToken }))).status).toBe(404);
  });

  it('allows an application without its pages, and takes that back', async () => {
    const allow = { clientId: CLIENT, scopes: [scope('calendar')] };
    const tokens = await fixture.admin<{ access_token: string }>('POST', `/accounts/${BEN}/grants`, allow);
    const list = () =>
      fetch(`${fixture.emulator.url}/calendar/v3/users/me/calendarList`, {
        headers: { Authorization: `Bearer ${tokens.access_token}` },
      });
    expect((await list()).status).toBe(200);
    await fixture.admin('DELETE', `/accounts/${BEN}/grants/${CLIENT}`);
    expect((await list()).status).toBe(401);
  });

  it('adds an account with its calendars', async () => {
    await fixture.admin('POST', '/accounts', {
      email: 'new@example.com',
      name: 'New',
      calendars: [{ summary: 'New' }, { summary: 'Second' }],
    });
    expect((await fixture.api(['calendar'], 'new@example.com').calendarList.list()).data.items).toHaveLength(2);
  });

  it('refuses what it does not understand with 400, and unknown accounts with 404', async () => {
    await expect(fixture.admin('POST', '/faults', { when: 'sometimes' })).rejects.toThrow('400');
    await expect(fixture.admin('POST', '/faults', { path: '(' })).rejects.toThrow('400');
    await expect(fixture.admin('PATCH', '/settings', { pageSize: 'many' })).rejects.toThrow('400');
    await expect(fixture.admin('PUT', '/accounts/nobody@example.com/read-only', { seconds: 1 })).rejects.toThrow('404');
  });

  it('shows a page that others on loopback may frame', async () => {
    const page = await fetch(`${fixture.emulator.url}/?account=${ANNA}`);
    expect(await page.text()).toContain('<main id="grid"');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self' http://localhost:*");
    expect(page.headers.get('x-frame-options')).toBeNull();
  });
});
