import { resourceId, tenantId, World } from '../../test/memory/world';
import { appointment, at } from '../../test/memory/contents';
import { eventIdOf } from '../reconcile/domain/event-from-content';
import { work } from '../memory/tables';

const id = '00000000-0000-7000-8000-000000000100';
const eventId = eventIdOf(id);
const tomorrow = { start: at('2026-11-24T09:00:00Z'), end: at('2026-11-24T10:00:00Z') };

/** A linked calendar that has one appointment. */
async function withAppointment(): Promise<World> {
  const world = await new World().linked();
  world.scheduling.put(id, appointment(), [resourceId]);
  await world.settle();
  return world;
}

describe('writing to Google', () => {
  it('exports what is there when the link begins, and the link is live when all is written', async () => {
    const world = new World();
    for (let n = 0; n < 20; n += 1)
      world.scheduling.put(world.uuid(), appointment({ title: `Visit ${n}` }), [resourceId]);
    await world.linked();
    expect(world.events()).toHaveLength(20);
    expect(await world.currentLink()).toMatchObject({ state: 'live', toExport: 20 });
  });

  it('I5: exports nothing that is cancelled while it is being listed', async () => {
    const world = new World();
    world.scheduling.put(id, appointment(), [resourceId]);
    world.scheduling.told.length = 0;
    const list = world.scheduling.appointmentsOf.bind(world.scheduling);
    world.scheduling.appointmentsOf = async function* (...asked) {
      for await (const listed of list(...asked)) {
        world.scheduling.cancel(listed.id);
        await world.deliver();
        yield listed;
      }
    };
    await world.linked();
    expect(world.events()).toEqual([]);
    expect(await world.currentLink()).toMatchObject({ state: 'live' });
  });

  it('S71: puts nothing into a calendar that is still to be emptied, nor while its branch is switched off', async () => {
    const world = await new World().linked();
    await world.unitOfWork.run(tenantId, async (tx) => {
      const link = (await tx.links.get(world.link.id))!;
      await tx.links.save({ ...link, state: 'broken', reason: 'switched-off', toExport: null });
      const { grantId, id: linkId } = link;
      await tx.jobs.request({ tenantId, linkId, grantId, job: 'reset', dueAt: new Date('2027-01-01T00:00:00Z') });
    });
    world.scheduling.put(id, appointment(), [resourceId]);
    await world.settle();
    expect(world.rows(work)).toEqual([]);
    expect(await world.unitOfWork.run(tenantId, (tx) => tx.mappings.ofAppointment(world.link.id, id))).toBeNull();
  });

  it('S71: reads nothing from a calendar that is still to be emptied, also when a person does not want to wait', async () => {
    const world = await new World().linked();
    await world.unitOfWork.run(tenantId, async (tx) => {
      const { grantId, id: linkId } = (await tx.links.get(world.link.id))!;
      await tx.jobs.drop(linkId);
      await tx.jobs.request({ tenantId, linkId, grantId, job: 'reset', dueAt: new Date('2027-01-01T00:00:00Z') });
    });
    await world.engine.syncNow.run(tenantId, world.link.id);
    const isAsked = (job: 'pull' | 'reset') =>
      world.unitOfWork.run(tenantId, (tx) => tx.jobs.isAsked(world.link.id, job));
    expect([await isAsked('pull'), await isAsked('reset')]).toEqual([false, true]);
  });

  it("writes today's appointments of an export before all others", async () => {
    const world = new World();
    world.scheduling.put(world.uuid(), appointment({ title: 'tomorrow', ...tomorrow }), [resourceId]);
    const today = { start: at('2026-11-21T09:00:00Z'), end: at('2026-11-21T10:00:00Z') };
    world.scheduling.put(world.uuid(), appointment({ title: 'today', ...today }), [resourceId]);
    // Told long before the link was made.
    world.scheduling.told = [];
    const order: unknown[] = [];
    const call = world.emulator.call.bind(world.emulator);
    world.emulator.call = (operation, token, request, info) => {
      if (operation === 'calendar.events.insert') order.push((request.body as { summary: unknown }).summary);
      return call(operation, token, request, info);
    };
    await world.linked();
    expect(order).toEqual(['today', 'tomorrow']);
  });

  it('writes an appointment, its move and its cancellation with one request each', async () => {
    const world = await withAppointment();
    expect(world.events()).toMatchObject([{ id: eventId, summary: 'Hearing test' }]);
    world.scheduling.change(id, tomorrow);
    await world.settle();
    expect(world.events()[0]!.start.dateTime).toBe('2026-11-24T10:00:00+01:00');
    world.scheduling.cancel(id);
    await world.settle();
    expect(world.events()).toEqual([]);
    expect(world.writes()).toBe(3);
  });

  it('S2: coalesces edits that come faster than they can be written', async () => {
    const world = await withAppointment();
    for (let n = 1; n <= 50; n += 1) world.scheduling.change(id, { title: `Edit ${n}` });
    await world.settle();
    await world.push();
    await world.pass(60_000, 10_000);
    expect(world.events()).toMatchObject([{ summary: 'Edit 50' }]);
    expect(world.writes()).toBe(2);
  });

  it('S11: adopts the event when an insert was applied and answered 503', async () => {
    const world = await new World().linked();
    world.emulator.faults.add({ method: 'POST', path: '/events/$', times: 1, when: 'after', status: 503 });
    world.scheduling.put(id, appointment(), [resourceId]);
    await world.pass(5_000);
    expect(world.events()).toMatchObject([{ id: eventId }]);
    expect(world.writes()).toBe(0);
    expect(world.scheduling.commands).toEqual([]);
    expect(world.rows(work)).toEqual([]);
  });

  it('S11: believes no 404 for an event that is listed when the insert was never answered', async () => {
    const world = await new World({ pushAddress: null }).linked();
    world.emulator.faults.add({ method: 'POST', path: '/events/$', times: 2, when: 'after', connection: 'reset' });
    world.emulator.faults.add({ method: 'GET', path: `/events/${eventId}$`, times: 1, when: 'before', status: 404 });
    const call = world.emulator.call.bind(world.emulator);
    world.emulator.call = (operation, ...rest) => {
      if (operation === 'calendar.events.insert') world.scheduling.cancel(id);
      return call(operation, ...rest);
    };
    world.scheduling.put(id, appointment(), [resourceId]);
    await world.pass(20_000);
    expect(world.writes()).toBe(2);
    expect(world.events()).toEqual([]);
  });

  it('S22: writes a date of a series in the end, however often Google does not find it', async () => {
    const world = await new World().linked();
    const recurrence = { rule: 'FREQ=DAILY;COUNT=4', rdates: [], exdates: [] };
    world.scheduling.put(id, appointment({ ...tomorrow, recurrence }), [resourceId]);
    await world.settle();
    world.emulator.faults.add({ method: 'GET', path: `/events/${eventId}_`, times: 7, when: 'before', status: 404 });
    const recurrenceId = at('2026-11-25T09:00:00Z');
    world.scheduling.change(id, { overrides: [{ recurrenceId, title: 'Second visit' }] });
    await world.pass(5 * 60_000);
    expect(world.events()).toContainEqual(expect.objectContaining({ summary: 'Second visit' }));
    expect(world.rows(work)).toEqual([]);
  });

  it('S11: tells an update that was applied without an answer from a change made in Google', async () => {
    const world = await withAppointment();
    world.emulator.faults.add({ method: 'PATCH', times: 1, when: 'after', connection: 'cut' });
    world.gate.onGoogle = async (call, when) => {
      if (call !== 'events.patch' || when !== 'after') return;
      world.gate.onGoogle = () => {};
      world.scheduling.change(id, { title: 'Second' });
      await world.deliver();
    };
    world.scheduling.change(id, { title: 'First' });
    await world.pass(5_000);
    expect(world.events()).toMatchObject([{ summary: 'Second' }]);
    expect(world.scheduling.commands).toEqual([]);
  });

  it('S13: ends at the newest version, in whatever order versions arrive', async () => {
    const world = await withAppointment();
    for (const title of ['two', 'three', 'four', 'five']) world.scheduling.change(id, { title });
    const [, , v4, v5] = world.scheduling.told.splice(0);
    for (const { appointment: told } of [v5!, v4!, v5!]) {
      await world.unitOfWork.run(tenantId, (tx) => world.engine.hear.handle(tx, told, [], null));
      await world.settle();
    }
    expect(world.events()).toMatchObject([{ summary: 'five' }]);
    expect(world.writes()).toBe(2);
  });

  it('S8: keeps both changes when the event was changed in Google since', async () => {
    const world = await withAppointment();
    world.person('patch', eventId, {
      start: { dateTime: '2026-11-23T15:00:00Z' },
      end: { dateTime: '2026-11-23T16:00:00Z' },
    });
    world.scheduling.change(id, { title: 'With audiogram' });
    await world.settle();
    expect(world.events()).toMatchObject([
      { summary: 'With audiogram', start: { dateTime: '2026-11-23T16:00:00+01:00' } },
    ]);
    expect(world.scheduling.appointments.get(id)).toMatchObject({
      version: 3,
      content: { title: 'With audiogram', start: { at: '2026-11-23T15:00:00Z' } },
    });
  });

  it('S9: takes Google’s value of a field that both changed and keeps the other one as a conflict', async () => {
    const world = await withAppointment();
    world.person('patch', eventId, { summary: 'Google says' });
    world.scheduling.change(id, { title: 'Kalends says' });
    await world.settle();
    expect(world.events()).toMatchObject([{ summary: 'Google says' }]);
    expect(world.scheduling.appointments.get(id)!.content.title).toBe('Google says');
    const conflict = { field: 'title', kept: 'Google says', lost: 'Kalends says', lostFrom: 'kalends' };
    expect(world.scheduling.commands.flatMap((command) => command.conflicts)).toEqual([conflict]);
  });

  it('S31: is done when what it deletes is deleted already', async () => {
    const world = await withAppointment();
    world.person('delete', eventId);
    world.scheduling.cancel(id);
    await world.settle();
    await world.push();
    await world.pass(10_000);
    expect(world.rows(work)).toEqual([]);
    expect(world.scheduling.appointments.get(id)).toMatchObject({ version: 2, cancelled: true });
  });

  it('S32: retries a deletion through 503 and is not led astray by a list that still shows the event', async () => {
    const world = await withAppointment();
    world.emulator.faults.add({ method: 'DELETE', times: 2, when: 'before', status: 503 });
    world.scheduling.cancel(id);
    await world.settle();
    await world.push();
    await world.pass(10_000);
    expect(world.events()).toEqual([]);
    expect(world.scheduling.appointments.get(id)).toMatchObject({ cancelled: true, version: 2 });
  });

  it('brings a cancelled appointment that is restored here back as the same event', async () => {
    const world = await withAppointment();
    world.scheduling.cancel(id);
    await world.settle();
    world.scheduling.put(id, appointment({ title: 'Back again' }), [resourceId]);
    await world.settle();
    expect(world.events()).toMatchObject([{ id: eventId, summary: 'Back again' }]);
  });

  it('leaves guests, colour and reminders alone', async () => {
    const world = await withAppointment();
    world.person('patch', eventId, { colorId: '5', reminders: { useDefault: false, overrides: [] } });
    world.scheduling.change(id, { title: 'Renamed' });
    await world.settle();
    expect(world.person('get', eventId)).toMatchObject({ summary: 'Renamed', colorId: '5' });
  });

  it('S46: leaves an account alone that Google wants fewer requests of, and loses nothing', async () => {
    const world = await withAppointment();
    world.emulator.faults.add({ path: '/events/', times: 1, when: 'before', status: 403, reason: 'rateLimitExceeded' });
    world.scheduling.change(id, { title: 'Later' });
    await world.settle();
    const calls = world.emulator.log.last;
    await world.settle();
    expect(world.emulator.log.last).toBe(calls);
    await world.pass(5_000);
    expect(world.events()).toMatchObject([{ summary: 'Later' }]);
  });

  it('takes the event out of a calendar whose resource the appointment has no longer', async () => {
    const world = await withAppointment();
    world.scheduling.put(id, appointment(), ['00000000-0000-7000-8000-0000000000bb']);
    world.scheduling.told = world.scheduling.told.map((told) => ({ ...told, released: [resourceId] }));
    await world.settle();
    expect(world.events()).toEqual([]);
  });
});
