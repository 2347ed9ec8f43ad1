import {
  appointmentWhere,
  connected,
  eventOf,
  inDays,
  instant,
  listed,
  quiet,
  startsAt,
  type AppointmentJson,
  type Connected,
} from '@kalends/actors';
import { eventually } from '@kalends/testing';
import { startSystem, type System } from '../support/system';

let system: System;

beforeAll(async () => {
  system = await startSystem();
}, 120_000);

afterAll(() => system?.stop());

const linked = (): Promise<Connected> => connected(system);

describe('A calendar linked two-way', () => {
  it('shows an appointment in Google, takes a move in Google over, and says so in the timeline', async () => {
    const { tenant, resourceId, person, calendarId } = await linked();
    const made = await tenant.book(resourceId, inDays(3), { title: 'Fitting' });
    const event = await eventOf(person, calendarId, 'Fitting', startsAt(inDays(3)));
    const [start, end] = [inDays(3, 14), inDays(3, 15)];
    await person.edit(calendarId, event.id, {
      start: { dateTime: start.toISOString() },
      end: { dateTime: end.toISOString() },
    });
    await appointmentWhere(tenant, made.id, ({ content }) => content.start.at === instant(start));
    expect((await tenant.timeline(made.id)).map(({ origin }) => origin).sort()).toEqual(['google', 'planner']);
  });

  it('S1: the echo of our own write makes no version, no event and no write', async () => {
    const link = await linked();
    const { tenant, resourceId, person, calendarId } = link;
    const made = await tenant.book(resourceId, inDays(4), { title: 'Echo' });
    await eventOf(person, calendarId, 'Echo');
    await quiet(link);
    const after = await system.google.lastCall();
    await listed(system, link);
    expect(await system.google.calls({ after, writes: true, account: person.email })).toEqual([]);
    expect((await tenant.appointment(made.id)).version).toBe(1);
  });

  it('S2: fifty edits on both sides with late and doubled pushes end equal and quiet', async () => {
    const link = await linked();
    const { tenant, resourceId, person, calendarId } = link;
    const made = await tenant.book(resourceId, inDays(4, 15), { title: 'Edit 0' });
    const event = await eventOf(person, calendarId, 'Edit 0');
    await system.google.pushWeather({ duplicateRate: 0.3, delayMs: 200, jitterMs: 500 });
    for (let edit = 1; edit <= 25; edit += 1) {
      await tenant.command(made.id, 'change', { content: { title: `Edit ${edit}` } });
      await person.edit(calendarId, event.id, { location: `Room ${edit}` });
    }
    await system.google.pushWeather({});
    await eventually(async () => {
      const [there, here] = [await person.event(calendarId, event.id), (await tenant.appointment(made.id)).content];
      expect(there).toMatchObject({ summary: 'Edit 25', location: 'Room 25' });
      expect(here).toMatchObject({ title: 'Edit 25', location: 'Room 25' });
    });
    await listed(system, link);
    const [after, { version }] = [await system.google.lastCall(), await tenant.appointment(made.id)];
    await listed(system, link);
    expect(await system.google.calls({ after, writes: true, account: person.email })).toEqual([]);
    expect((await tenant.appointment(made.id)).version).toBe(version);
  });

  it('S4: text that Google writes down differently causes no further write in ten rounds', async () => {
    const link = await linked();
    const { tenant, resourceId, person, calendarId } = link;
    const made = await tenant.book(resourceId, inDays(5), { title: 'Notes' });
    await tenant.command(made.id, 'change', { content: { description: ' <b>Left</b> ear,\r\nright   ear \r\n\r\n' } });
    await eventOf(person, calendarId, 'Notes', ({ description }) => (description ?? '').includes('ear'));
    await quiet(link);
    const [after, { version }] = [await system.google.lastCall(), await tenant.appointment(made.id)];
    for (let round = 0; round < 10; round += 1) await listed(system, link);
    expect(await system.google.calls({ after, writes: true, account: person.email })).toEqual([]);
    expect((await tenant.appointment(made.id)).version).toBe(version);
  });

  it('S8: a move in Google and a new title here both survive, though the write got 412', async () => {
    const { tenant, resourceId, person, calendarId } = await linked();
    const made = await tenant.book(resourceId, inDays(6), { title: 'Before' });
    const event = await eventOf(person, calendarId, 'Before');
    await system.google.pushWeather({ dropRate: 1 });
    const start = inDays(6, 16);
    await person.edit(calendarId, event.id, {
      start: { dateTime: start.toISOString() },
      end: { dateTime: inDays(6, 17).toISOString() },
    });
    await tenant.command(made.id, 'change', { content: { title: 'After' } });
    await eventOf(person, calendarId, 'After', startsAt(start));
    await appointmentWhere(
      tenant,
      made.id,
      ({ content }) => content.title === 'After' && content.start.at === instant(start),
    );
    await system.google.pushWeather({});
  });

  it('S9: the same field on both sides is Google’s, and the value that lost stays in the timeline', async () => {
    const { tenant, resourceId, person, calendarId } = await linked();
    const made = await tenant.book(resourceId, inDays(7), { title: 'Both' });
    const event = await eventOf(person, calendarId, 'Both');
    await system.google.pushWeather({ dropRate: 1 });
    await person.edit(calendarId, event.id, { summary: 'In Google' });
    await tenant.command(made.id, 'change', { content: { title: 'In Kalends' } });
    await appointmentWhere(tenant, made.id, ({ content }) => content.title === 'In Google');
    await system.google.pushWeather({});
    const conflicts = (await tenant.timeline(made.id)).flatMap((entry) => entry.conflicts);
    expect(conflicts).toContainEqual(expect.objectContaining({ field: 'title', lost: 'In Kalends' }));
  });

  it('S11: an insert that was applied but answered 503 leaves one event', async () => {
    const { tenant, resourceId, person, calendarId } = await linked();
    const { id } = await system.google.fault({
      method: 'POST',
      path: '/events',
      account: person.email,
      times: 1,
      when: 'after',
      status: 503,
    });
    expect(id).toBeDefined();
    await tenant.book(resourceId, inDays(8), { title: 'Once' });
    await eventOf(person, calendarId, 'Once');
    await quiet({ tenant, resourceId });
    expect((await person.events(calendarId)).filter(({ summary }) => summary === 'Once')).toHaveLength(1);
    expect((await tenant.link(resourceId)).state).toBe('live');
  });

  it('S31: an event deleted in Google cancels the appointment with its cause; our own later deletion of a gone event is done', async () => {
    const { tenant, resourceId, person, calendarId } = await linked();
    const made = await tenant.book(resourceId, inDays(9), { title: 'Gone' });
    const event = await eventOf(person, calendarId, 'Gone');
    await person.remove(calendarId, event.id);
    await appointmentWhere(tenant, made.id, ({ status }) => status === 'cancelled');
    const last = (await tenant.timeline(made.id)).find(({ kind }) => kind === 'cancelled');
    expect(last).toMatchObject({ origin: 'google', cause: { kind: expect.stringContaining('google') } });
    const other = await tenant.book(resourceId, inDays(9, 11), { title: 'Both delete' });
    const second = await eventOf(person, calendarId, 'Both delete');
    await system.google.pushWeather({ dropRate: 1 });
    await person.remove(calendarId, second.id);
    await tenant.command(other.id, 'cancel', { reason: 'by phone' });
    await quiet({ tenant, resourceId });
    expect((await tenant.link(resourceId)).state).toBe('live');
    await system.google.pushWeather({});
  });

  it('S33: an event restored from Google’s bin makes the same appointment active again', async () => {
    const { tenant, resourceId, person, calendarId } = await linked();
    const made = await tenant.book(resourceId, inDays(10), { title: 'Back' });
    const event = await eventOf(person, calendarId, 'Back');
    await person.remove(calendarId, event.id);
    await appointmentWhere(tenant, made.id, ({ status }) => status === 'cancelled');
    await person.restore(calendarId, event.id);
    await appointmentWhere(tenant, made.id, ({ status }) => status === 'confirmed');
    await quiet({ tenant, resourceId });
    expect((await person.events(calendarId)).filter(({ summary }) => summary === 'Back')).toHaveLength(1);
  });

  it('takes a new event of the person over as an appointment, even onto a taken slot', async () => {
    const { tenant, resourceId, person, calendarId } = await linked();
    await tenant.book(resourceId, inDays(11), { title: 'First' });
    await eventOf(person, calendarId, 'First');
    await person.create(calendarId, {
      summary: 'Dentist',
      start: { dateTime: inDays(11).toISOString() },
      end: { dateTime: inDays(11, 10).toISOString() },
    });
    const rows = await eventually(async () => {
      const found = await system.look<{ overbooked: boolean; origin: string }>(
        `SELECT overbooked, origin FROM scheduling.appointment WHERE tenant_id = $1 AND content->>'title' = 'Dentist'`,
        [tenant.id],
      );
      expect(found).toHaveLength(1);
      return found;
    });
    expect(rows).toEqual([{ overbooked: true, origin: 'google' }]);
  });
});

describe('A series linked two-way', () => {
  const weekly = 'FREQ=WEEKLY;COUNT=6';

  it('S16: one date moved in Google moves only that date here', async () => {
    const { tenant, resourceId, person, calendarId } = await linked();
    const made = await tenant.book(resourceId, inDays(7, 10), { title: 'Weekly', rule: weekly });
    const master = await eventOf(person, calendarId, 'Weekly', ({ recurrence }) => recurrence?.length === 1);
    const second = (await person.instances(calendarId, master.id))[1]!;
    const start = new Date(new Date(second.start!.dateTime!).getTime() + 3 * 3_600_000);
    await person.edit(calendarId, second.id, {
      start: { dateTime: start.toISOString() },
      end: { dateTime: new Date(start.getTime() + 3_600_000).toISOString() },
    });
    const after = await appointmentWhere(tenant, made.id, ({ content }) => content.overrides.length === 1);
    expect(after.content.start).toEqual(made.content.start);
    expect(after.content.overrides[0]).toMatchObject({
      recurrenceId: { at: instant(new Date(second.originalStartTime!.dateTime!)) },
      start: { at: instant(start) },
    });
  });

  it('S17: one date deleted stays deleted after a full resync', async () => {
    const link = await linked();
    const { tenant, resourceId, person, calendarId } = link;
    const made = await tenant.book(resourceId, inDays(7, 12), { title: 'Class', rule: weekly });
    const master = await eventOf(person, calendarId, 'Class', ({ recurrence }) => recurrence?.length === 1);
    const third = (await person.instances(calendarId, master.id))[2]!;
    await person.remove(calendarId, third.id);
    const cancelled = (appointment: AppointmentJson): boolean => appointment.content.overrides[0]?.cancelled === true;
    const { version } = await appointmentWhere(tenant, made.id, cancelled);
    await system.google.admin('POST', '/sync-tokens/expire', { calendar: calendarId });
    const after = await system.google.lastCall();
    await listed(system, link);
    const statuses = (await system.google.calls({ after, account: person.email })).map(({ status }) => status);
    expect(statuses).toEqual(expect.arrayContaining([410, 200]));
    expect(await tenant.appointment(made.id)).toMatchObject({ version, content: { overrides: [{ cancelled: true }] } });
    expect(await person.instances(calendarId, master.id)).toHaveLength(5);
  });

  it('S19: a weekly 09:00 in Berlin is at 09:00 there on both sides of the clock change', async () => {
    const { tenant, resourceId, person, calendarId } = await linked();
    // From the Monday before the end of winter time to the one after the end of summer time.
    const first = new Date('2027-03-22T08:00:00Z');
    await tenant.book(resourceId, first, { title: 'Monday', rule: 'FREQ=WEEKLY;COUNT=34' });
    const master = await eventOf(person, calendarId, 'Monday', ({ recurrence }) => recurrence?.length === 1);
    const hours = (await person.instances(calendarId, master.id)).map(({ start }) =>
      new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' }).format(
        new Date(start!.dateTime!),
      ),
    );
    expect(hours).toHaveLength(34);
    expect(new Set(hours)).toEqual(new Set(['09:00']));
  });
});
