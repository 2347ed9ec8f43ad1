import { DomainError } from '@kalends/kernel';
import { outboxTable } from '@kalends/outbox/memory';
import { appointment, at } from '../../test/memory/contents';
import { resourceId, tenantId, World } from '../../test/memory/world';
import { eventIdOf } from '../reconcile/domain/event-from-content';
import { mappings, work } from '../memory/tables';

const id = '00000000-0000-7000-8000-000000000100';
const eventId = eventIdOf(id);

/** Kalends does what it is told next, and nobody hears so; `meanwhile` goes on before that is noticed. */
function loseNextAnswer(world: World, meanwhile = async (): Promise<void> => {}): void {
  const apply = world.scheduling.apply.bind(world.scheduling);
  world.scheduling.apply = async (command) => {
    await apply(command);
    world.scheduling.apply = apply;
    await meanwhile();
    throw new DomainError('unavailable', 'scheduling/unavailable', 'The answer was lost.');
  };
}

async function withAppointment(mode?: 'export'): Promise<World> {
  const world = await new World().linked(mode);
  world.scheduling.put(id, appointment(), [resourceId]);
  await world.settle();
  return world;
}

const weekly = (change = {}) =>
  appointment({ recurrence: { rule: 'FREQ=WEEKLY;COUNT=5', rdates: [], exdates: [] }, ...change });

async function pulled(world: World): Promise<void> {
  await world.push();
  await world.settle();
}

const ours = (world: World) => world.scheduling.appointments.get(id)!;
const kinds = (world: World): string[] => world.scheduling.commands.map(({ cause }) => cause.kind);
const hour = (start: string, end: string) => ({ start: { dateTime: start }, end: { dateTime: end } });

describe('reading from Google', () => {
  it('S1: takes the echo of its own write for what it is', async () => {
    const world = await withAppointment();
    await pulled(world);
    await world.pass(600_000, 60_000);
    expect(ours(world).version).toBe(1);
    expect(world.scheduling.commands).toEqual([]);
    expect(world.writes()).toBe(1);
  });

  it('S3: knows its own write when the list overtakes the answer to it', async () => {
    const world = await withAppointment();
    world.scheduling.change(id, { title: 'Overtaken' });
    world.gate.onGoogle = async (call, when) => {
      if (call !== 'events.patch' || when !== 'after') return;
      world.gate.onGoogle = () => {};
      await world.push();
      await world.jobs();
    };
    await world.settle();
    expect(ours(world).version).toBe(2);
    expect(world.scheduling.commands).toEqual([]);
    expect(world.writes()).toBe(2);
    expect(world.rows(mappings)[0]).toMatchObject({ sent: null, google: { is: 'present' } });
  });

  it('S4: makes no change of what Google did to white space and HTML', async () => {
    const world = new World();
    await world.linked();
    world.scheduling.put(id, appointment({ title: ' Hearing  test ', description: 'a <b> c\n\n & d ' }), [resourceId]);
    await world.settle();
    for (let cycle = 0; cycle < 10; cycle += 1) {
      await pulled(world);
      await world.pass(301_000, 43_000);
    }
    expect(ours(world).version).toBe(1);
    expect(world.writes()).toBe(1);
  });

  it('moves, renames and cancels the appointment as its event is', async () => {
    const world = await withAppointment();
    world.person('patch', eventId, hour('2026-11-23T15:00:00Z', '2026-11-23T15:30:00Z'));
    await pulled(world);
    expect(ours(world)).toMatchObject({ version: 2, content: { end: { at: '2026-11-23T15:30:00Z' } } });
    world.person('patch', eventId, { summary: 'Fitting', location: 'Room 2' });
    await pulled(world);
    expect(ours(world)).toMatchObject({ version: 3, content: { title: 'Fitting', location: 'Room 2' } });
    world.person('delete', eventId);
    await pulled(world);
    expect(ours(world)).toMatchObject({ version: 4, cancelled: true });
    expect(kinds(world)).toEqual(['google/event-moved', 'google/event-changed', 'google/event-deleted']);
    await world.pass(60_000, 10_000);
    expect(world.writes()).toBe(1);
  });

  it('makes an appointment of a new event, once, and no second event', async () => {
    const world = await new World().linked();
    world.person('insert', null, { summary: 'Own', ...hour('2026-11-23T15:00:00Z', '2026-11-23T16:00:00Z') });
    await pulled(world);
    await pulled(world);
    await world.pass(60_000, 10_000);
    expect([...world.scheduling.appointments.values()]).toMatchObject([{ version: 1, content: { title: 'Own' } }]);
    expect(world.events()).toHaveLength(1);
    expect(world.writes()).toBe(0);
  });

  it('writes no second event when Kafka tells of the new appointment before the mapping is settled', async () => {
    const world = await new World().linked();
    world.person('insert', null, { summary: 'Own', ...hour('2026-11-23T15:00:00Z', '2026-11-23T16:00:00Z') });
    world.scheduling.onApply = () => {
      world.scheduling.onApply = () => {};
      queueMicrotask(() => void world.deliver());
    };
    await pulled(world);
    await world.pass(10_000);
    expect(world.events()).toHaveLength(1);
    expect(world.scheduling.appointments.size).toBe(1);
    expect(world.writes()).toBe(0);
  });

  it('leaves alone what ended before the link and what somebody else organises', async () => {
    const world = new World();
    world.person('insert', null, { summary: 'Past', ...hour('2026-11-20T15:00:00Z', '2026-11-20T16:00:00Z') });
    world.person('insert', null, {
      summary: 'Birthday',
      eventType: 'outOfOffice',
      ...hour('2026-11-24T15:00:00Z', '2026-11-24T16:00:00Z'),
    });
    await world.linked();
    expect(world.scheduling.appointments.size).toBe(0);
  });

  it('S16: moves only the date of a series that was moved', async () => {
    const world = await new World().linked();
    world.scheduling.put(id, weekly(), [resourceId]);
    await world.settle();
    const instance = `${eventId}_20261130T090000Z`;
    world.person('patch', instance, hour('2026-11-30T13:00:00Z', '2026-11-30T14:00:00Z'));
    await pulled(world);
    expect(ours(world).content).toMatchObject({
      start: { at: '2026-11-23T09:00:00Z' },
      overrides: [{ recurrenceId: { at: '2026-11-30T09:00:00Z' }, start: { at: '2026-11-30T13:00:00Z' } }],
    });
    await world.pass(60_000, 20_000);
    expect(world.writes()).toBe(1);
  });

  it('S17: keeps a deleted date deleted over a full reading', async () => {
    const world = await new World().linked();
    world.scheduling.put(id, weekly(), [resourceId]);
    await world.settle();
    world.person('delete', `${eventId}_20261130T090000Z`);
    await pulled(world);
    const cancelled = [{ recurrenceId: { at: '2026-11-30T09:00:00Z' }, cancelled: true }];
    expect(ours(world).content.overrides).toMatchObject(cancelled);
    world.emulator.run((context) => context.state.settings.put('', 'syncTokensFrom', 0));
    await world.unitOfWork.run(tenantId, (tx) => tx.links.remember(world.link.id, { syncToken: null }));
    await pulled(world);
    await world.pass(60_000, 20_000);
    expect(ours(world).content.overrides).toMatchObject(cancelled);
    expect(ours(world).version).toBe(2);
  });

  it('writes the changed dates of a series, and puts one back', async () => {
    const world = await new World().linked();
    const date = at('2026-11-30T09:00:00Z');
    const moved = { recurrenceId: date, start: at('2026-11-30T12:00:00Z'), end: at('2026-11-30T13:00:00Z') };
    const gone = { recurrenceId: at('2026-12-07T09:00:00Z'), cancelled: true as const };
    world.scheduling.put(id, weekly({ overrides: [moved, gone] }), [resourceId]);
    await world.settle();
    const shown = (): string[] => {
      const params = { calendarId: world.calendarId, eventId };
      const { body } = world.emulator.person('anna@example.com', 'calendar.events.instances', { params });
      const { items } = body as { items: { start: { dateTime: string } }[] };
      return items.map(({ start }) => new Date(start.dateTime).toISOString().slice(0, 16)).sort();
    };
    expect(shown()).toEqual(['2026-11-23T09:00', '2026-11-30T12:00', '2026-12-14T09:00', '2026-12-21T09:00']);
    world.scheduling.change(id, { overrides: [gone] });
    await world.settle();
    expect(shown()).toEqual(['2026-11-23T09:00', '2026-11-30T09:00', '2026-12-14T09:00', '2026-12-21T09:00']);
    await pulled(world);
    await world.pass(60_000, 20_000);
    expect(world.scheduling.commands).toEqual([]);
    expect(world.rows(work)).toEqual([]);
  });

  it('S33: restores the appointment when its event comes back from the bin', async () => {
    const world = await withAppointment();
    world.person('delete', eventId);
    await pulled(world);
    expect(ours(world).cancelled).toBe(true);
    world.person('patch', eventId, { status: 'confirmed' });
    await pulled(world);
    await world.pass(10_000);
    expect(ours(world)).toMatchObject({ cancelled: false, version: 3 });
    expect(world.events()).toHaveLength(1);
    expect(world.scheduling.appointments.size).toBe(1);
  });

  it('I6: restores it also when the answer to its cancellation never came', async () => {
    const world = await withAppointment();
    loseNextAnswer(world);
    world.person('delete', eventId);
    await pulled(world);
    expect(ours(world).cancelled).toBe(true);
    world.person('patch', eventId, { status: 'confirmed' });
    await world.pass(10_000);
    expect(ours(world).cancelled).toBe(false);
    expect(world.events()).toHaveLength(1);
  });

  it('I5: writes what Kalends was told last, though another worker wrote meanwhile what it had heard before', async () => {
    const world = await withAppointment();
    world.person('delete', eventId);
    await pulled(world);
    const back = hour('2026-12-03T08:00:00Z', '2026-12-03T09:00:00Z');
    world.person('patch', eventId, { status: 'confirmed', ...back });
    world.scheduling.onApply = async ({ act }) => {
      if (act.do !== 'move') return;
      world.scheduling.onApply = () => {};
      // Restored, and not yet moved.
      await world.deliver();
      world.time = new Date(world.time.getTime() + 3_000);
      await world.write();
    };
    await pulled(world);
    await world.pass(20_000);
    expect(ours(world)).toMatchObject({ cancelled: false, content: { start: { at: '2026-12-03T08:00:00Z' } } });
    expect(world.events()).toMatchObject([
      { id: eventId, start: { dateTime: expect.stringContaining('2026-12-03T09') } },
    ]);
  });

  it('I6: goes back with a person who changes it back before Kalends has answered', async () => {
    const world = await withAppointment();
    loseNextAnswer(world, async () => {
      // Before Kafka tells of what it did.
      world.person('patch', eventId, { summary: 'Hearing test' });
      const told = world.scheduling.told.splice(0);
      await pulled(world);
      world.scheduling.told.push(...told);
    });
    world.person('patch', eventId, { summary: 'Another name' });
    await pulled(world);
    await world.pass(20_000);
    expect(ours(world).content.title).toBe('Hearing test');
    expect(world.events()).toMatchObject([{ summary: 'Hearing test' }]);
  });

  it('I7: one 404 for an event that was there deletes nothing, until the whole list lacks it, too', async () => {
    const world = await withAppointment();
    world.person('patch', eventId, { summary: 'Changed in Google' });
    world.emulator.faults.add({ method: 'GET', path: `/events/${eventId}$`, times: 1, when: 'before', status: 404 });
    world.scheduling.change(id, { location: 'Room 2' });
    await world.pass(20_000);
    expect(ours(world)).toMatchObject({
      cancelled: false,
      content: { title: 'Changed in Google', location: 'Room 2' },
    });
    expect(world.events()).toHaveLength(1);
  });

  it('I5: writes an event anew of which Google has kept no trace, though its appointment was changed meanwhile', async () => {
    const world = await withAppointment();
    await world.pass(120_000, 10_000);
    world.person('delete', eventId);
    world.forgetDeleted();
    world.scheduling.change(id, { location: 'Room 2' });
    await world.pass(120_000, 10_000);
    expect(ours(world)).toMatchObject({ cancelled: false, content: { location: 'Room 2' } });
    expect(world.events()).toMatchObject([{ location: 'Room 2' }]);
    expect(world.rows(work)).toEqual([]);
  });

  it('I7: believes a 404 for an event whose tombstone is listed, however long it is answered', async () => {
    const world = await withAppointment();
    world.person('delete', eventId);
    world.emulator.faults.add({ method: 'GET', path: `/events/${eventId}$`, when: 'before', status: 404 });
    world.scheduling.change(id, { location: 'Room 2' });
    await world.pass(20_000);
    expect(ours(world)).toMatchObject({ cancelled: false, content: { location: 'Room 2' } });
    expect(world.events()).toMatchObject([{ id: eventId, location: 'Room 2' }]);
    expect(world.rows(work)).toEqual([]);
  });

  it('I6: tells what Kalends had changed before it was cancelled, when the event comes back as it was', async () => {
    const world = await withAppointment();
    world.scheduling.change(id, { title: 'Called twice' });
    world.scheduling.cancel(id);
    await world.pass(5_000);
    world.person('patch', eventId, { status: 'confirmed' });
    await pulled(world);
    const told = world.scheduling.commands.flatMap(({ conflicts }) => conflicts);
    expect(told).toContainEqual(expect.objectContaining({ field: 'title', lost: 'Called twice', lostFrom: 'kalends' }));
  });

  it('I6: writes the event of an appointment that came back, though a person had changed and deleted it meanwhile', async () => {
    const world = await withAppointment();
    const { content } = ours(world);
    world.scheduling.put(id, content, ['00000000-0000-7000-8000-0000000000bb']);
    await world.deliver();
    world.person('patch', eventId, { summary: 'Changed in Google' });
    await world.push();
    await world.jobs();
    world.scheduling.put(id, content, [resourceId]);
    await world.deliver();
    world.person('delete', eventId);
    await world.write();
    await world.pass(10_000);
    expect(ours(world)).toMatchObject({ cancelled: false, resourceIds: [resourceId] });
    expect(world.events()).toMatchObject([{ id: eventId, summary: content.title }]);
  });

  it('I6: deletes the event again that comes back into a calendar which its appointment has left', async () => {
    const world = await withAppointment();
    const { content } = ours(world);
    world.scheduling.put(id, content, ['00000000-0000-7000-8000-0000000000bb']);
    await world.pass(5_000);
    expect(world.events()).toEqual([]);
    world.person('patch', eventId, { status: 'confirmed' });
    await pulled(world);
    await world.pass(10_000);
    expect(world.events()).toEqual([]);
    expect(ours(world)).toMatchObject({ content, version: 2 });
    expect(world.scheduling.commands.at(-1)).toMatchObject({
      act: { do: 'record-conflict' },
      conflicts: [{ field: 'status', lost: 'confirmed' }],
    });
  });

  it.each([
    ['403', { status: 403, reason: 'backendError' }],
    ['503', { status: 503 }],
    ['a time-out', { connection: 'reset' as const }],
    ['half an answer', { connection: 'cut' as const }],
  ])('S37: never takes %s for a deletion', async (_, fault) => {
    const world = await withAppointment();
    world.person('delete', eventId);
    world.emulator.faults.add({ method: 'GET', times: 3, when: 'before', ...fault });
    await pulled(world);
    expect(ours(world).cancelled).toBe(false);
  });

  it('S35: asks a person before it deletes 200 of 250, and does it once the person agrees', async () => {
    const world = new World();
    for (let n = 0; n < 250; n += 1) world.scheduling.put(world.uuid(), appointment(), [resourceId]);
    await world.linked();
    for (const { id: each } of world.events().slice(0, 200)) world.person('delete', each);
    await pulled(world);
    const cancelled = (): number => [...world.scheduling.appointments.values()].filter((each) => each.cancelled).length;
    expect(await world.currentLink()).toMatchObject({ state: 'degraded', reason: 'mass-deletion' });
    expect(cancelled()).toBe(0);
    await world.engine.syncNow.approveDeletions(tenantId, world.link.id);
    await world.settle();
    expect(cancelled()).toBe(200);
    expect(await world.currentLink()).toMatchObject({ state: 'live', reason: null, deletionsApproved: false });
  });

  it('I7: compares all of the calendar after 410, finds what was deleted in the gap and brings nothing back', async () => {
    const world = new World();
    for (let n = 0; n < 30; n += 1)
      world.scheduling.put(world.uuid(), appointment({ title: `Visit ${n}` }), [resourceId]);
    await world.linked();
    const [deleted, renamed] = world.events();
    world.person('delete', deleted!.id);
    world.person('patch', renamed!.id, { summary: 'Renamed in the gap' });
    world.emulator.faults.add({ method: 'GET', path: '/events/$', times: 1, when: 'before', status: 410 });
    await pulled(world);
    await world.pass(10_000);
    const all = [...world.scheduling.appointments.values()];
    expect(all).toHaveLength(30);
    expect(all.filter((each) => each.cancelled)).toHaveLength(1);
    expect(all.filter((each) => each.content.title === 'Renamed in the gap')).toHaveLength(1);
    expect(world.events()).toHaveLength(29);
  });

  it('S57: keeps the token only when the last page has been dealt with', async () => {
    const world = await new World().linked();
    world.emulator.run((context) => context.state.settings.put('', 'settings', { ...context.settings, pageSize: 2 }));
    for (let n = 0; n < 14; n += 1)
      world.person('insert', null, { summary: `Own ${n}`, ...hour('2026-11-23T15:00:00Z', '2026-11-23T16:00:00Z') });
    const before = (await world.currentLink()).syncToken;
    let pages = 0;
    world.gate.onGoogle = (call, when) => {
      if (call !== 'events.list' || when !== 'before') return;
      pages += 1;
      if (pages === 4) world.emulator.faults.add({ method: 'GET', times: 1, when: 'before', status: 503 });
    };
    await pulled(world);
    expect((await world.currentLink()).syncToken).toBe(before);
    expect(world.scheduling.appointments.size).toBe(6);
    await world.pass(5_000);
    expect((await world.currentLink()).syncToken).not.toBe(before);
    expect(world.scheduling.appointments.size).toBe(14);
    expect(world.scheduling.commands).toHaveLength(14);
  });

  it('S36: tells once that the calendar is gone, and keeps the appointments', async () => {
    const world = await withAppointment();
    const told = world.rows(outboxTable).length;
    world.emulator.person('anna@example.com', 'calendar.calendars.delete', {
      params: { calendarId: world.calendarId },
    });
    world.scheduling.change(id, { title: 'Into the void' });
    await pulled(world);
    await world.pass(600_000, 60_000);
    expect(await world.currentLink()).toMatchObject({ state: 'broken', reason: 'calendar-lost' });
    expect(world.rows(outboxTable)).toHaveLength(told + 1);
    expect(ours(world)).toMatchObject({ cancelled: false });
  });

  it('S39: waits for consent after one attempt, tells it once, and catches up both ways afterwards', async () => {
    const world = await withAppointment();
    const told = world.rows(outboxTable).length;
    world.consent = 'revoked';
    world.scheduling.change(id, { title: 'While away' });
    await pulled(world);
    await world.pass(600_000, 60_000);
    expect(await world.currentLink()).toMatchObject({ state: 'broken', reason: 'needs-consent' });
    expect(world.rows(outboxTable)).toHaveLength(told + 1);
    world.person('patch', eventId, { location: 'Room 7' });
    world.consent = 'given';
    await world.unitOfWork.run(tenantId, (tx) => world.engine.follow.consentGiven(tx, resourceId, world.link.grantId));
    await world.settle();
    expect(await world.currentLink()).toMatchObject({ state: 'live', reason: null });
    expect(world.events()).toMatchObject([{ summary: 'While away', location: 'Room 7' }]);
    expect(ours(world).content).toMatchObject({ title: 'While away', location: 'Room 7' });
  });

  it('S50: finds by the safety poll what no push told', async () => {
    const world = await withAppointment();
    world.person('patch', eventId, { summary: 'Unheard' });
    await world.pass(300_000, 60_000);
    expect(ours(world).content.title).toBe('Unheard');
  });

  it('undoes changes made in Google when the link only exports, and keeps what was lost', async () => {
    const world = await withAppointment('export');
    world.person('patch', eventId, { summary: 'Mine' });
    await pulled(world);
    expect(world.events()).toMatchObject([{ summary: 'Hearing test' }]);
    expect(ours(world).version).toBe(1);
    expect(world.scheduling.commands.flatMap((command) => command.conflicts)).toMatchObject([{ lost: 'Mine' }]);
    world.person('delete', eventId);
    await pulled(world);
    expect(world.events()).toHaveLength(1);
  });

  it('undoes in Google what Kalends refuses', async () => {
    const world = await withAppointment();
    const apply = world.scheduling.apply.bind(world.scheduling);
    world.scheduling.apply = async (command) =>
      command.act.do === 'record-conflict' ? apply(command) : { is: 'refused', code: 'appointment/completed' };
    world.person('patch', eventId, hour('2026-11-23T20:00:00Z', '2026-11-23T21:00:00Z'));
    await pulled(world);
    expect(world.events()[0]!.start.dateTime).toBe('2026-11-23T10:00:00+01:00');
    expect(kinds(world)).toEqual(['google/refused']);
  });

  it('parks an event that no appointment can be like, and takes it when it can', async () => {
    const world = await new World().linked();
    const series = {
      ...hour('2026-11-23T15:00:00Z', '2026-11-23T16:00:00Z'),
      recurrence: ['RRULE:FREQ=SECONDLY;COUNT=9'],
    };
    const zone = {
      start: { ...series.start, timeZone: 'Europe/Berlin' },
      end: { ...series.end, timeZone: 'Europe/Berlin' },
    };
    const event = world.person('insert', null, { summary: 'Odd', recurrence: ['RRULE:FREQ=HOURLY;COUNT=9'], ...zone });
    await pulled(world);
    await pulled(world);
    expect(world.scheduling.appointments.size).toBe(0);
    expect(world.rows(mappings)).toMatchObject([{ google: { is: 'parked' } }]);
    world.person('patch', event['id'] as string, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
    await pulled(world);
    expect([...world.scheduling.appointments.values()]).toMatchObject([{ content: { title: 'Odd' } }]);
  });
});
