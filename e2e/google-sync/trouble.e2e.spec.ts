import {
  appointmentWhere,
  connected,
  eventOf,
  giveConsent,
  inDays,
  instant,
  quiet,
  span,
  startsAt,
  type Connected,
} from '@kalends/actors';
import { eventually } from '@kalends/testing';
import { startSystem, type System } from '../support/system';

/** Seconds; short, so that a test sees the safety net at work. */
const pollSeconds = 2;

let system: System;

beforeAll(async () => {
  system = await startSystem({ env: { SAFETY_POLL_SECONDS: String(pollSeconds) } });
}, 120_000);

afterAll(() => system?.stop());

afterEach(async () => {
  await system.google.clearFaults();
  await system.google.pushWeather({});
});

const linked = (): Promise<Connected> => connected(system);

const linkWhere = (link: Connected, state: string, reason?: string): Promise<void> =>
  eventually(
    async () => expect(await link.tenant.link(link.resourceId)).toMatchObject({ state, ...(reason && { reason }) }),
    { withinMs: 15_000 },
  );

describe('When Google is in trouble', () => {
  it.each([
    ['403', { status: 403, reason: 'forbidden' }],
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['cut JSON', { connection: 'cut' }],
    ['a reset connection', { connection: 'reset' }],
  ])(
    'S37: %s while events are read is never a deletion',
    async (_, fault: { status?: number; reason?: string; connection?: string }) => {
      const link = await linked();
      const { tenant, resourceId, person, calendarId } = link;
      const made = await tenant.book(resourceId, inDays(3), { title: 'Stays' });
      await eventOf(person, calendarId, 'Stays');
      const after = await system.google.lastCall();
      await system.google.fault({ method: 'GET', account: person.email, times: 6, when: 'before', ...fault });
      await tenant.api.ok(`google-sync/links/${link.linkId}/sync-now`, { method: 'POST' });
      await eventually(async () =>
        expect((await system.google.calls({ after, account: person.email })).length).toBeGreaterThan(0),
      );
      if (fault.status === 403) await linkWhere(link, 'broken', 'permission-lost');
      await system.google.clearFaults();
      // After a 403 a person has to ask for another try; the others go on by themselves.
      if (fault.status === 403) await tenant.api.ok(`google-sync/links/${link.linkId}/sync-now`, { method: 'POST' });
      const start = inDays(3, 12);
      const [event] = await person.events(calendarId);
      await person.edit(calendarId, event!.id, {
        start: { dateTime: start.toISOString() },
        end: { dateTime: inDays(3, 13).toISOString() },
      });
      await appointmentWhere(tenant, made.id, ({ content }) => content.start.at === instant(start), 20_000);
      expect((await tenant.timeline(made.id)).map(({ kind }) => kind)).not.toContain('cancelled');
    },
  );

  it('S36: a deleted calendar makes the link “calendar lost” once, and the appointments stay', async () => {
    const link = await linked();
    const { tenant, resourceId, person, calendarId } = link;
    const made = await tenant.book(resourceId, inDays(4), { title: 'Kept' });
    await eventOf(person, calendarId, 'Kept');
    await person.deleteCalendar(calendarId);
    await tenant.command(made.id, 'change', { content: { title: 'Kept still' } });
    await linkWhere(link, 'broken', 'calendar-lost');
    expect(await tenant.appointment(made.id)).toMatchObject({ status: 'confirmed' });
    const notices = await system.look(
      `SELECT 1 FROM google_sync.outbox WHERE tenant_id = $1 AND topic LIKE '%calendar-link-changed%'`,
      [tenant.id],
    );
    const { length } = notices;
    await tenant.command(made.id, 'change', { content: { title: 'Kept again' } });
    await eventually(async () => expect((await tenant.link(resourceId)).pending).toBeGreaterThanOrEqual(0));
    expect(
      await system.look(
        `SELECT 1 FROM google_sync.outbox WHERE tenant_id = $1 AND topic LIKE '%calendar-link-changed%'`,
        [tenant.id],
      ),
    ).toHaveLength(length);
  });

  it('S39: a revoked grant is tried once, said once, and caught up both ways without doubles after consent', async () => {
    const link = await linked();
    const { tenant, resourceId, person, calendarId } = link;
    const made = await tenant.book(resourceId, inDays(5), { title: 'Before' });
    const event = await eventOf(person, calendarId, 'Before');
    await person.revokeApp();
    const after = await system.google.lastCall();
    await tenant.command(made.id, 'change', { content: { title: 'While away' } });
    const second = await tenant.book(resourceId, inDays(5, 14), { title: 'Made while away' });
    await linkWhere(link, 'broken', 'needs-consent');
    const start = inDays(5, 11);
    await person.edit(calendarId, event.id, {
      start: { dateTime: start.toISOString() },
      end: { dateTime: inDays(5, 12).toISOString() },
    });
    const refreshes = (await system.google.calls({ after })).filter(({ path }) => path.endsWith('/token'));
    expect(refreshes.length).toBeLessThanOrEqual(1);
    await giveConsent({ api: tenant.api, cookie: tenant.cookie, resourceId, person, existingCalendar: false });
    await linkWhere(link, 'live');
    await eventOf(person, calendarId, 'While away', startsAt(start));
    await eventOf(person, calendarId, 'Made while away');
    await appointmentWhere(
      tenant,
      made.id,
      ({ content }) => content.start.at === instant(start) && content.title === 'While away',
      10_000,
    );
    await quiet(link);
    expect(await person.events(calendarId)).toHaveLength(2);
    expect((await tenant.appointment(second.id)).status).toBe('confirmed');
  });
});

describe('When pushes are in trouble', () => {
  it('S50: with every push lost, the poll brings a change within its interval', async () => {
    const { tenant, resourceId, person, calendarId } = await linked();
    const made = await tenant.book(resourceId, inDays(6), { title: 'Polled' });
    const event = await eventOf(person, calendarId, 'Polled');
    await system.google.pushWeather({ dropRate: 1 });
    await person.edit(calendarId, event.id, { summary: 'Found by the poll' });
    await appointmentWhere(
      tenant,
      made.id,
      ({ content }) => content.title === 'Found by the poll',
      pollSeconds * 1000 + 3000,
    );
  });

  it('S49: a storm of pushes for a calendar leads to few lists, and to the right end', async () => {
    const { tenant, resourceId, person, calendarId } = await linked();
    const made = await tenant.book(resourceId, inDays(7), { title: 'Storm' });
    const event = await eventOf(person, calendarId, 'Storm');
    await system.google.pushWeather({ duplicateRate: 1 });
    const after = await system.google.lastCall();
    for (let edit = 1; edit <= 100; edit += 1) await person.edit(calendarId, event.id, { summary: `Storm ${edit}` });
    await appointmentWhere(tenant, made.id, ({ content }) => content.title === 'Storm 100');
    const lists = (await system.google.calls({ after, account: person.email })).filter(({ operation }) =>
      operation.endsWith('events.list'),
    );
    expect(lists.length).toBeLessThan(100);
  });

  it('S52: pushes with a wrong token, of an unknown channel or for a foreign resource cause no call and no rows', async () => {
    const { tenant, person, linkId } = await linked();
    const [channel] = await system.look<{ id: string; google_resource_id: string }>(
      `SELECT id, google_resource_id FROM google_sync.channels WHERE link_id = $1`,
      [linkId],
    );
    const size = () =>
      system.look(`SELECT (SELECT count(*) FROM google_sync.channels) AS channels,
        (SELECT max(news) FROM google_sync.link_jobs WHERE link_id = '${linkId}' AND job = 'pull') AS news`);
    const [before, after] = [await size(), await system.google.lastCall()];
    const push = (id: string, token: string, resource: string): Promise<number> =>
      fetch(`${system.stack.url}/hooks/google`, {
        method: 'POST',
        headers: {
          'x-goog-channel-id': id,
          'x-goog-channel-token': token,
          'x-goog-resource-id': resource,
          'x-goog-resource-state': 'exists',
          'x-goog-message-number': '7',
        },
      }).then(({ status }) => status);
    const statuses = new Set<number>();
    for (let round = 0; round < 300; round += 1) {
      statuses.add(await push(channel!.id, `wrong-${round}`, channel!.google_resource_id));
      statuses.add(await push(crypto.randomUUID(), 'any', channel!.google_resource_id));
    }
    expect([...statuses]).toEqual([404]);
    expect(await size()).toEqual(before);
    const lists = (await system.google.calls({ after, account: person.email })).length;
    expect(lists).toBeLessThanOrEqual(10); // the poll of every 2 s goes on
    expect(
      (
        await tenant.link(
          (
            await system.look<{ resource_id: string }>(
              `SELECT resource_id FROM google_sync.calendar_links WHERE id = $1`,
              [linkId],
            )
          )[0]!.resource_id,
        )
      ).state,
    ).toBe('live');
  });
});

describe('Which calendars may be linked', () => {
  it('S70: the primary calendar is refused by the server, as “primary” and by its e-mail id', async () => {
    const tenant = await system.tenant();
    const resourceId = await tenant.resource();
    const person = await system.google.person('Work');
    await giveConsent({ api: tenant.api, cookie: tenant.cookie, resourceId, person, existingCalendar: true });
    for (const id of ['primary', person.email]) {
      const { status } = await tenant.api.call(`google-sync/resources/${resourceId}/link`, {
        body: { calendar: { id }, mode: 'two-way' },
      });
      expect([409, 422]).toContain(status);
    }
    const calls = await system.google.calls({ writes: true, account: person.email });
    expect(calls.filter(({ operation }) => operation.includes('events'))).toEqual([]);
  });

  it('S71: a calendar is emptied only after its count was shown and its phrase typed', async () => {
    const tenant = await system.tenant();
    const resourceId = await tenant.resource();
    const person = await system.google.person('Work');
    const calendarId = (await person.calendars()).find(({ summary }) => summary === 'Work')!.id;
    for (const hour of [8, 9, 10]) {
      await person.create(calendarId, {
        summary: `Old ${hour}`,
        start: { dateTime: inDays(2, hour).toISOString() },
        end: { dateTime: inDays(2, hour + 1).toISOString() },
      });
    }
    await giveConsent({ api: tenant.api, cookie: tenant.cookie, resourceId, person, existingCalendar: true });
    const choice = { calendar: { id: calendarId }, mode: 'two-way' };
    const preview = await tenant.api.ok<{ eventsInCalendar: number; confirmation: { token: string; phrase: string } }>(
      `google-sync/resources/${resourceId}/link-preview`,
      { body: choice },
    );
    expect(preview.eventsInCalendar).toBe(3);
    const path = `google-sync/resources/${resourceId}/link`;
    const { token, phrase } = preview.confirmation;
    const refused = await tenant.api.call(path, { body: { ...choice, reset: { token, phrase: 'yes' } } });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(await person.events(calendarId)).toHaveLength(3);
    await tenant.api.ok(path, { body: { ...choice, reset: { token, phrase } } });
    await eventually(async () => expect(await person.events(calendarId)).toHaveLength(0), { withinMs: 10_000 });
    const audited = await system.look(`SELECT action FROM google_sync.calendar_audit WHERE tenant_id = $1`, [
      tenant.id,
    ]);
    expect(audited.length).toBeGreaterThan(0);
  });

  it('S70: a calendar that is linked again brings no event and no appointment twice', async () => {
    const { tenant, resourceId, person, calendarId, linkId } = await connected(system);
    await tenant.book(resourceId, inDays(3), { title: 'Ours' });
    for (const [summary, hour] of Object.entries({ Kept: 12, Dragged: 14, Restored: 10 }))
      await person.create(calendarId, {
        summary,
        start: { dateTime: inDays(3, hour).toISOString() },
        end: { dateTime: inDays(3, hour + 1).toISOString() },
      });
    const appointments = () =>
      system.look<{ id: string; title: string; status: string }>(
        `SELECT id, content->>'title' AS title, status FROM scheduling.appointment WHERE tenant_id = $1 ORDER BY title`,
        [tenant.id],
      );
    const before = await eventually(async () => {
      const all = await appointments();
      expect(all.map(({ title }) => title)).toEqual(['Dragged', 'Kept', 'Ours', 'Restored']);
      return all;
    });
    const restored = before[3]!.id;
    const inBin = await eventOf(person, calendarId, 'Restored');
    await tenant.command(restored, 'cancel', {});
    await eventually(async () => expect(await person.events(calendarId)).toHaveLength(3));
    await tenant.api.ok(`google-sync/links/${linkId}`, { method: 'DELETE', body: { google: 'leave' } });
    const consent = `oauth-consent/resources/${resourceId}/consent`;
    await eventually(async () => expect(await tenant.api.ok(consent)).toMatchObject({ state: 'withdrawn' }));
    const dragged = before[0]!.id;
    const [from, to] = [inDays(3, 16), inDays(3, 17)];
    await tenant.command(dragged, 'move', span(from));
    await tenant.connect(resourceId, person, { calendarId });
    const event = await eventOf(person, calendarId, 'Dragged', startsAt(from));
    await quiet({ tenant, resourceId });
    const titles = (await person.events(calendarId)).map(({ summary }) => summary);
    expect(titles.toSorted((a, b) => a!.localeCompare(b!))).toEqual(['Dragged', 'Kept', 'Ours']);
    expect(await appointments()).toEqual(before.with(3, { ...before[3]!, status: 'cancelled' }));
    await person.restore(calendarId, inBin.id);
    await appointmentWhere(tenant, restored, ({ status }) => status === 'confirmed');
    expect(await appointments()).toEqual(before);
    await person.edit(calendarId, event.id, {
      start: { dateTime: to.toISOString() },
      end: { dateTime: inDays(3, 18).toISOString() },
    });
    await appointmentWhere(tenant, dragged, ({ content }) => content.start.at === instant(to));
  });
});
