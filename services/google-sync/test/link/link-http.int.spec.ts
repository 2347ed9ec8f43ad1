import { ConsentState } from '@kalends/contracts';
import { eventually } from '@kalends/testing';
import { RunningSync, type Reply } from './running-sync';
import { known } from './stand-ins';

const anna = 'anna.berg@example.com';
const ben = 'ben.kurz@example.com';

interface Confirmation {
  readonly token: string;
  readonly phrase: string;
}

describe('Links through the running service and the Google emulator', () => {
  let world: RunningSync;
  beforeAll(async () => {
    world = await RunningSync.start();
  }, 60_000);
  afterAll(() => world.stop());

  const preview = (resource: string, id: string) =>
    world.call('POST', `resources/${resource}/link-preview`, { calendar: { id }, mode: 'export' });
  const link = (resource: string, body: object): Promise<Reply> =>
    world.call('POST', `resources/${resource}/link`, { mode: 'export', ...body });
  const linked = async (resource: string, body: object): Promise<string> => {
    expect(await link(resource, body)).toMatchObject({ status: 201 });
    return (await world.reaches(resource, 'live')).id;
  };
  const confirmationOf = ({ body }: Reply) => body.confirmation as Confirmation;

  describe('linking', () => {
    it('U13: says before anything is done how many appointments go out and that no mail does', async () => {
      const resource = world.resource(anna, 3);
      const calendar = await world.calendar(anna, 'Preview', 2);
      expect(await preview(resource, calendar)).toMatchObject({
        status: 200,
        body: { toExport: 3, mails: 0, eventsInCalendar: 2, confirmation: { phrase: 'Preview' } },
      });
      expect(await world.titles(anna, calendar)).toHaveLength(2);
      expect(await world.call('GET', `resources/${resource}/link`)).toMatchObject({ status: 404 });
    });

    it('GO3: links an existing secondary calendar and brings the appointments to it', async () => {
      const resource = world.resource(anna, 3);
      const calendar = await world.calendar(anna, 'Existing', 1);
      expect(await link(resource, { calendar: { id: calendar } })).toMatchObject({
        status: 201,
        body: { calendarId: calendar, calendarSummary: 'Existing', createdByKalends: false, mode: 'export' },
      });
      expect(await world.reaches(resource, 'live')).toMatchObject({
        ...{ exported: 3, toExport: 3, pending: 0, lagSeconds: null, reason: null, action: 'sync-now' },
        sentence: 'Kalends and Google are the same.',
      });
      expect(await world.titles(anna, calendar)).toHaveLength(4);
    });

    it('creates a calendar where none is wanted of those that exist', async () => {
      const resource = world.resource(anna, 1);
      const { body } = await link(resource, { calendar: { create: { summary: 'Chair 1' } }, mode: 'two-way' });
      expect(body).toMatchObject({ calendarSummary: 'Chair 1', createdByKalends: true, mode: 'two-way' });
      await world.reaches(resource, 'live');
      expect(await world.titles(anna, String(body.calendarId))).toHaveLength(1);
    });

    it('S70: refuses the primary calendar under each of its names, whatever the broker lets through', async () => {
      const resource = world.resource(anna, 1);
      for (const id of ['primary', anna]) {
        for (const call of [preview, (r: string, c: string) => link(r, { calendar: { id: c } })]) {
          expect(await call(resource, id)).toMatchObject({ status: 422, body: { code: 'calendar/primary-refused' } });
        }
      }
      expect(await world.call('GET', `resources/${resource}/link`)).toMatchObject({ status: 404 });
    });

    it('refuses a second link of a resource and a calendar that another one uses', async () => {
      const resource = world.resource(anna);
      const calendar = await world.calendar(anna, 'Once');
      await linked(resource, { calendar: { id: calendar } });
      expect(await link(resource, { calendar: { create: { summary: 'Twice' } } })).toMatchObject({
        status: 409,
        body: { code: 'link/resource-linked' },
      });
      expect(await link(world.resource(anna), { calendar: { id: calendar } })).toMatchObject({
        status: 409,
        body: { code: 'link/calendar-linked' },
      });
    });

    it('makes one link of two clicks and leaves no calendar behind', async () => {
      const resource = world.resource(ben, 1);
      const click = () => link(resource, { calendar: { create: { summary: 'Double' } } });
      const answers = await Promise.all([click(), click()]);
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
      const { items } = await world.person('GET', `${ben}/calendars`);
      expect((items as { summary: string }[]).filter(({ summary }) => summary === 'Double')).toHaveLength(1);
    });

    it('says what is missing: consent, the branch switch, a calendar that exists', async () => {
      const choice = { calendar: { create: { summary: 'X' } } };
      expect(await link(world.resource(null), choice)).toMatchObject({ status: 409, body: { code: 'consent/needed' } });
      expect(await link(world.resource(anna, 0, { googleSyncEnabled: false }), choice)).toMatchObject({
        status: 409,
        body: { code: 'branch/google-sync-off' },
      });
      expect(await preview(world.resource(anna), 'none@group.calendar.google.com')).toMatchObject({ status: 404 });
      expect(await link(world.resource(anna), { calendar: {} })).toMatchObject({ status: 400 });
    });
  });

  describe('S71/U12: emptying the calendar first', () => {
    it('refuses without the preview, with other words, for other people and calendars', async () => {
      const resource = world.resource(anna);
      const [calendar, other] = [await world.calendar(anna, 'Full', 2), await world.calendar(anna, 'Other', 2)];
      const shown = confirmationOf(await preview(resource, calendar));
      const reset = (to: string, given: object, user = {}) =>
        world.call('POST', `resources/${resource}/link`, { calendar: { id: to }, mode: 'export', reset: given }, user);
      const needed = { status: 422, body: { code: 'confirmation/needed' } };
      expect(await reset(calendar, { token: 'made-up', phrase: 'Full' })).toMatchObject(needed);
      expect(await reset(other, { ...shown, phrase: 'Full' })).toMatchObject(needed);
      expect(await reset(calendar, shown, { id: world.branch })).toMatchObject(needed);
      expect(await reset(calendar, { ...shown, phrase: 'Fool' })).toMatchObject({
        status: 422,
        body: { code: 'confirmation/mistyped' },
      });
      await world.addEvent(anna, calendar, 'Came later');
      expect(await reset(calendar, shown)).toMatchObject({ status: 409, body: { code: 'confirmation/outdated' } });
      expect(await world.titles(anna, calendar)).toHaveLength(3);
    });

    it('empties it, exports then, and writes down who wanted it', async () => {
      const resource = world.resource(anna, 2);
      const calendar = await world.calendar(anna, 'To empty', 3);
      const shown = confirmationOf(await preview(resource, calendar));
      const id = await linked(resource, { calendar: { id: calendar }, reset: shown });
      expect(await world.titles(anna, calendar)).toEqual(['At 9', 'At 9']);
      expect(await world.audit(id)).toEqual([
        'link/created {"mode": "export"}',
        'calendar/reset-confirmed {"events": 3}',
        'calendar/reset {"deleted": 3}',
      ]);
      const again = world.resource(anna);
      expect(await link(again, { calendar: { id: calendar }, reset: shown })).toMatchObject({ status: 422 });
    });

    it('begins nothing more when it is disconnected while it is being emptied', async () => {
      const resource = world.resource(anna, 2);
      const calendar = await world.calendar(anna, 'Emptied in vain', 1);
      const shown = confirmationOf(await preview(resource, calendar));
      await world.fault({
        method: 'DELETE',
        path: encodeURIComponent(calendar),
        times: 1,
        when: 'after',
        delayMs: 1_000,
      });
      const { body } = await link(resource, { calendar: { id: calendar }, reset: shown });
      const id = String(body.id);
      await eventually(async () => expect(await world.titles(anna, calendar)).toEqual([]));
      expect(await world.call('DELETE', `links/${id}`, { google: 'leave' })).toMatchObject({ status: 202 });
      await eventually(async () => expect(await world.audit(id)).toContain('calendar/reset {"deleted": 1}'));
      await world.unlinked(resource);
      expect(await world.count('link_jobs', id)).toBe(0);
    });
  });

  describe('S71: disconnecting', () => {
    const disconnect = (id: string, google: string, confirmation?: Confirmation) =>
      world.call('DELETE', `links/${id}`, { google, confirmation });
    const ask = (id: string) => world.call('POST', `links/${id}/disconnect-preview`, {});

    it('leaves the events where they are', async () => {
      const resource = world.resource(ben, 2);
      const calendar = await world.calendar(ben, 'Leave', 1);
      const id = await linked(resource, { calendar: { id: calendar } });
      expect(await disconnect(id, 'leave')).toMatchObject({ status: 202 });
      await world.unlinked(resource);
      expect(await world.titles(ben, calendar)).toHaveLength(3);
      expect(await world.count('mappings', id)).toBe(0);
      expect(await world.audit(id)).toEqual([
        'link/created {"mode": "export"}',
        'link/disconnect-ordered {"google": "leave"}',
        'link/disconnected {"google": "leave", "deleted": 0}',
      ]);
    });

    it('deletes the events that Kalends wrote and no others, once the number was confirmed', async () => {
      const resource = world.resource(ben, 2);
      const calendar = await world.calendar(ben, 'Ours only', 1);
      const id = await linked(resource, { calendar: { id: calendar }, mode: 'two-way' });
      const shown = await ask(id);
      expect(shown.body).toMatchObject({
        ...{ exportedEvents: 2, importedAppointments: 1, calendarCreatedByKalends: false, eventsInCalendar: null },
        confirmation: { phrase: 'Ours only' },
      });
      expect(await disconnect(id, 'delete-events')).toMatchObject({
        status: 422,
        body: { code: 'confirmation/needed' },
      });
      expect(await disconnect(id, 'delete-calendar', confirmationOf(shown))).toMatchObject({
        status: 409,
        body: { code: 'link/not-our-calendar' },
      });
      expect(await disconnect(id, 'delete-events', confirmationOf(shown))).toMatchObject({ status: 202 });
      await world.unlinked(resource);
      expect(await world.titles(ben, calendar)).toEqual(['Own 0']);
      expect((await world.audit(id)).at(-1)).toBe('link/disconnected {"google": "delete-events", "deleted": 2}');
    });

    it('deletes a calendar that Kalends created, and may be linked anew', async () => {
      const resource = world.resource(ben, 2);
      const { body } = await link(resource, { calendar: { create: { summary: 'Ours' } } });
      const { id, calendarId } = await world.reaches(resource, 'live');
      const shown = await ask(id);
      expect(shown.body).toMatchObject({ exportedEvents: 2, eventsInCalendar: 2, calendarCreatedByKalends: true });
      expect(await disconnect(id, 'delete-calendar', confirmationOf(shown))).toMatchObject({ status: 202 });
      await world.unlinked(resource);
      expect(await world.titles(ben, calendarId)).toBeNull();
      expect(body.calendarId).toBe(calendarId);
      await linked(resource, { calendar: { create: { summary: 'Ours again' } } });
    });
  });

  it('S39: stands still when the consent is lost, says so with the one action, and goes on where it stood', async () => {
    const resource = world.resource(anna, 2);
    const calendar = await world.calendar(anna, 'Consent', 0);
    const id = await linked(resource, { calendar: { id: calendar } });
    const facts = known.resources.get(resource)!;
    await world.tell('consentChanged', resource, {
      tenantId: world.tenant,
      resourceId: resource,
      state: ConsentState.NEEDS_CONSENT,
    });
    expect(await world.reaches(resource, 'broken')).toMatchObject({ reason: 'needs-consent', action: 'reconnect' });
    expect(await world.call('POST', `links/${id}/sync-now`, {})).toMatchObject({
      status: 409,
      body: { code: 'link/not-working', reason: 'needs-consent' },
    });
    const { body } = await world.call('POST', `links/${id}/disconnect-preview`, {});
    expect(
      await world.call('DELETE', `links/${id}`, { google: 'delete-events', confirmation: body.confirmation }),
    ).toMatchObject({ status: 409, body: { code: 'link/google-unreachable' } });
    const { tenant: tenantId } = world;
    const { grantId } = facts;
    await world.tell('consentChanged', resource, {
      tenantId,
      resourceId: resource,
      state: ConsentState.GRANTED,
      grantId,
    });
    expect(await world.reaches(resource, 'live')).toMatchObject({ id, exported: 2 });
    expect(await world.call('POST', `links/${id}/sync-now`, {})).toMatchObject({ status: 202 });
    expect(await world.titles(anna, calendar)).toHaveLength(2);
  });

  it('I8: shows links to the own branches and lets nobody else change them', async () => {
    const employee = crypto.randomUUID();
    const resource = world.resource(anna, 0, { employeeId: employee });
    const id = await linked(resource, { calendar: { create: { summary: 'Private' } } });
    const strangers = [
      { tenant: crypto.randomUUID() },
      { branch: crypto.randomUUID() },
      { role: 'receptionist' as const },
      { role: 'employee' as const, employee: crypto.randomUUID() },
    ];
    for (const user of strangers) {
      for (const [method, path, body] of [
        ['POST', `links/${id}/sync-now`, {}],
        ['POST', `links/${id}/approve-deletions`, {}],
        ['POST', `links/${id}/disconnect-preview`, {}],
        ['DELETE', `links/${id}`, { google: 'leave' }],
        ['POST', `resources/${resource}/link-preview`, { calendar: { id: 'x' } }],
        ['POST', `resources/${resource}/link`, { calendar: { id: 'x' } }],
      ] as const) {
        expect({ path, status: (await world.call(method, path, body, user)).status }).toEqual({ path, status: 404 });
      }
    }
    const listed = async (user: object) =>
      (
        (await world.call('GET', `links?branch=${world.branch}`, undefined, user)).body as unknown as { id: string }[]
      ).map((each) => each.id);
    expect(await listed({ role: 'receptionist' })).toContain(id);
    expect(await listed({ branch: crypto.randomUUID() })).toEqual([]);
    expect(await listed({ tenant: crypto.randomUUID() })).toEqual([]);
    const own = { role: 'employee' as const, employee };
    expect(await world.call('POST', `links/${id}/sync-now`, {}, own)).toMatchObject({ status: 202 });
  });
});
