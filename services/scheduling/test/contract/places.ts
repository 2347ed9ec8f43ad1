import { randomUUID } from 'node:crypto';
import type { Appointment } from '../../src/appointments/domain/appointment';
import type { SchedulingTx } from '../../src/scheduling-tx';
import type { AppointmentTemplate } from '../../src/templates/app/template.store';
import { hour, type StoresUnderTest, TenantUnderTest } from './stores-under-test';

export function describePlaceStores(open: () => StoresUnderTest): void {
  let stores: StoresUnderTest;
  let tenant: TenantUnderTest;
  let [first, second] = ['', ''];
  beforeEach(async () => {
    stores = open();
    tenant = await TenantUnderTest.open(stores);
    [first, second] = tenant.resources.map(({ id }) => id) as [string, string];
  });
  const lockFor =
    (ids: readonly string[], branchId: string | null = null) =>
    (tx: SchedulingTx) =>
      tx.resources.lockFor(ids, branchId);
  const pagesOf = async (size: number, tenantId: string, resourceId: string): Promise<(readonly Appointment[])[]> => {
    const pages: (readonly Appointment[])[] = [];
    for await (const page of stores.resourceAppointments(size).pages(tenantId, resourceId, hour(10))) pages.push(page);
    return pages;
  };
  const lock = (id: string) => (tx: SchedulingTx) => tx.resources.lock(id);

  describe('resources', () => {
    it('are given back as they were put, deleted ones too', async () => {
      const employee = { id: randomUUID(), name: 'Ada', email: '', branchId: null };
      const put = tenant.resource({ employeeId: employee.id, deleted: true, capacity: 9, reminderMinutes: 0 });
      await tenant.run(async (tx) => {
        await tx.employees.insert(employee);
        await tx.resources.insert(put);
      });
      const after = { ...put, designation: 'Other', employeeId: null, version: 2 };
      expect(await tenant.run((tx) => tx.resources.find(put.id))).toEqual(put);
      await tenant.run((tx) => tx.resources.update(after));
      expect(await tenant.run(lock(put.id))).toEqual(after);
      expect(await tenant.run((tx) => tx.resources.find(randomUUID()))).toBeNull();
      expect(await tenant.run(lock(randomUUID()))).toBeNull();
    });

    it('are refused when they exist or name what does not', async () => {
      const insert = (more: object) => tenant.run((tx) => tx.resources.insert(tenant.resource(more)));
      const update = (more: object) => tenant.run((tx) => tx.resources.update({ ...tenant.resources[0], ...more }));
      await expect(insert({ id: first })).rejects.toMatchObject({ code: 'resource/exists' });
      for (const attempt of [insert, update]) {
        await expect(attempt({ branchId: randomUUID() })).rejects.toMatchObject({ code: 'branch/unknown' });
        await expect(attempt({ employeeId: randomUUID() })).rejects.toMatchObject({ code: 'employee/unknown' });
      }
      expect(await tenant.run((tx) => tx.resources.find(first))).toEqual(tenant.resources[0]);
    });

    it('are told with the branch of the first, or with the one that is asked for', async () => {
      const other = { ...tenant.branch, id: randomUUID(), timeZone: 'Asia/Tokyo' };
      const elsewhere = tenant.resource({ branchId: other.id, capacity: 4, visibleInAllBranches: true });
      await tenant.run(async (tx) => {
        await tx.branches.insert(other);
        await tx.resources.insert(elsewhere);
      });
      const { branch, resources } = await tenant.run(lockFor([elsewhere.id, second, randomUUID()]));
      expect(branch).toMatchObject({ id: other.id, timeZone: 'Asia/Tokyo' });
      expect(resources.map(({ id }) => id)).toEqual([second, elsewhere.id].sort());
      expect(resources.find(({ id }) => id === elsewhere.id)).toMatchObject({
        ...{ branchId: other.id, capacity: 4, visibleInAllBranches: true, deleted: false },
      });
      const asked = await tenant.run(lockFor([elsewhere.id], tenant.branch.id));
      expect(asked.branch).toMatchObject({ id: tenant.branch.id, timeZone: 'Europe/Berlin' });
      expect((await tenant.run(lockFor([first], randomUUID()))).branch).toBeNull();
      expect((await tenant.run(lockFor([randomUUID(), first]))).branch).toBeNull();
    });

    it('are locked one after the other in the order of their ids, in whatever order they are named', async () => {
      const third = tenant.resource({ id: `${second.slice(0, -12)}ffffffffffff` });
      await tenant.run((tx) => tx.resources.insert(third));
      const order: string[] = [];
      const inTheMiddle = await tenant.hold(lock(second));
      const all = await tenant.begin(async (tx) => {
        await tx.resources.lockFor([third.id, second, first], null);
        order.push('all');
      });
      const last = await tenant.begin(lock(third.id), 1);
      const low = await tenant.begin(async (tx) => {
        await tx.resources.lock(first);
        order.push('low');
      }, 1);
      expect([all.waits, (await last.ended)!.id, low.waits]).toEqual([true, third.id, true]);
      await inTheMiddle.end('commit');
      await Promise.all([all.ended, low.ended]);
      expect(order).toEqual(['all', 'low']);
    });

    it('wait for who has locked one of them, and see what that one made of it', async () => {
      const { hasWaited, second: place } = await tenant.sideBySide(
        async (tx) => {
          await tx.resources.lock(second);
          await tx.resources.update({ ...tenant.resources[1], capacity: 5 });
        },
        'commit',
        lockFor([second, first]),
      );
      expect(hasWaited).toBe(true);
      expect(place.resources.map(({ id, capacity }) => [id, capacity])).toEqual([
        [first, 1],
        [second, 5],
      ]);
      const beside = await tenant.sideBySide(lock(first), 'commit', lockFor([second]));
      expect(beside.hasWaited).toBe(false);
    });

    it('are told with the branch that they have once the lock is there', async () => {
      const other = { ...tenant.branch, id: randomUUID(), timeZone: 'Asia/Tokyo' };
      await tenant.run((tx) => tx.branches.insert(other));
      const { second: place } = await tenant.sideBySide(
        (tx) => tx.resources.update({ ...tenant.resources[0], branchId: other.id }),
        'commit',
        lockFor([first]),
      );
      expect(place.branch).toMatchObject({ id: other.id, timeZone: 'Asia/Tokyo' });
    });

    it('tell what is booked on them from now on', async () => {
      const slot = (start: number, lane: number | null, occurrence = '') =>
        tenant.allocation(hour(start), hour(start + 1), lane, { occurrence });
      await tenant.booked(slot(10, 1, 'a'), slot(12, 1, 'b'), slot(13, 1, 'c'));
      await tenant.booked(slot(11, 7));
      await tenant.booked(slot(12, 2));
      await tenant.booked(slot(12, null));
      const booked = (id: string) => tenant.run((tx) => tx.resources.bookedFrom(id, hour(12)));
      expect(await booked(first)).toEqual({ appointments: 3, highestLane: 2 });
      expect(await booked(second)).toEqual({ appointments: 0, highestLane: 0 });
    });
  });

  describe('branches and people', () => {
    it('are given back as they were put, in order of their names', async () => {
      const branch = { ...tenant.branch, id: randomUUID(), name: 'Altona', caldavEnabled: true };
      await tenant.run((tx) => tx.branches.insert(branch));
      const renamed = { ...branch, name: 'Zoo', version: 2 };
      expect(await tenant.run((tx) => tx.branches.list())).toEqual([branch, tenant.branch]);
      await tenant.run((tx) => tx.branches.update(renamed));
      expect(await tenant.run((tx) => tx.branches.list())).toEqual([tenant.branch, renamed]);
      expect(await tenant.run((tx) => tx.branches.find(branch.id))).toEqual(renamed);
      expect(await tenant.run((tx) => tx.branches.lock(randomUUID()))).toBeNull();
      await expect(tenant.run((tx) => tx.branches.insert(branch))).rejects.toMatchObject({ code: 'branch/exists' });
      const { hasWaited, second: seen } = await tenant.sideBySide(
        (tx) => tx.branches.update({ ...renamed, version: 3 }),
        'commit',
        (tx) => tx.branches.lock(branch.id),
      );
      expect([hasWaited, seen!.version]).toEqual([true, 3]);
    });

    it('are found by any part of their names, and refused when they exist or name what does not', async () => {
      const employee = { id: randomUUID(), name: 'Ada 100%', email: 'a@example.com', branchId: tenant.branch.id };
      const customer = { id: randomUUID(), name: 'Mia', email: '', phone: '1', notes: 'n' };
      await tenant.run(async (tx) => {
        await tx.employees.insert(employee);
        await tx.employees.insert({ ...employee, id: randomUUID(), name: 'Bob' });
        await tx.customers.insert({ ...customer, id: randomUUID(), name: 'Zoe' });
        await tx.customers.insert(customer);
      });
      expect(await tenant.run((tx) => tx.employees.list('DA 1'))).toEqual([employee]);
      expect(await tenant.run((tx) => tx.employees.list('0%'))).toEqual([employee]);
      expect(await tenant.run((tx) => tx.employees.list('_'))).toEqual([]);
      expect((await tenant.run((tx) => tx.customers.list(''))).map(({ name }) => name)).toEqual(['Mia', 'Zoe']);
      expect(await tenant.run((tx) => tx.customers.list('mi'))).toEqual([customer]);
      const employing = (more: object) => tenant.run((tx) => tx.employees.insert({ ...employee, ...more }));
      await expect(employing({})).rejects.toMatchObject({ code: 'person/exists' });
      const nowhere = employing({ id: randomUUID(), branchId: randomUUID() });
      await expect(nowhere).rejects.toMatchObject({ code: 'branch/unknown' });
      await expect(tenant.run((tx) => tx.customers.insert(customer))).rejects.toMatchObject({ code: 'person/exists' });
      const stranger = stores.unitOfWork.run(randomUUID(), (tx) => tx.customers.insert(customer));
      await expect(stranger).rejects.toMatchObject({ code: 'branch/unknown' });
    });

    it('have templates by designation', async () => {
      const template = (designation: string): AppointmentTemplate => ({
        ...{ id: randomUUID(), designation, durationMinutes: 30, bufferBeforeMinutes: 5, bufferAfterMinutes: 0 },
        ...{ color: '#ffffff', text: '', resourceIds: [first], reminderMinutes: 10, bookableOnline: true },
      });
      const [color, wash] = [template('Color'), template('Wash')];
      await tenant.run(async (tx) => {
        await tx.templates.insert(wash);
        await tx.templates.insert(color);
      });
      expect(await tenant.run((tx) => tx.templates.list())).toEqual([color, wash]);
      await expect(tenant.run((tx) => tx.templates.insert(wash))).rejects.toMatchObject({ code: 'template/exists' });
      const stranger = stores.unitOfWork.run(randomUUID(), (tx) => tx.templates.insert(color));
      await expect(stranger).rejects.toMatchObject({ code: 'branch/unknown' });
    });
  });

  it("tell a resource's appointments page by page in order of start, without the cancelled and the past", async () => {
    const made = async (start: number, end: number, more: object = {}): Promise<string> => {
      const appointment = tenant.drawn(more);
      await tenant.run(async (tx) => {
        await tx.appointments.insert(appointment, { start: hour(start), end: hour(end) });
        const allocation = tenant.allocation(hour(start), hour(end), null, {
          resourceId: appointment.resourceIds[0]!,
        });
        await tx.allocations.apply(appointment.id, { remove: [], add: [allocation] });
      });
      return appointment.id;
    };
    const late = await made(14, 15);
    const early = await made(8, 11);
    const atOnce = [await made(12, 13), await made(12, 13)].sort();
    await made(8, 10);
    await made(12, 13, { status: 'cancelled' });
    await made(12, 13, { resourceIds: [second] });
    const endless = tenant.drawn();
    await tenant.run(async (tx) => {
      await tx.appointments.insert(endless, { start: hour(1), end: null });
      const part = (n: number) =>
        tenant.allocation(hour(n * 24), hour(n * 24 + 1), null, { occurrence: `${n}`, resourceId: first });
      await tx.allocations.apply(endless.id, { remove: [], add: [part(1), part(2)] });
    });
    const pages = await pagesOf(2, tenant.id, first);
    expect(pages.map((page) => page.map(({ id }) => id))).toEqual([[endless.id, early], atOnce, [late]]);
    expect(pages[0]![0]).toEqual(endless);
    expect(await pagesOf(9, tenant.id, randomUUID())).toEqual([]);
  });

  it('I8: show a tenant nothing of another one, and do not come between them', async () => {
    const slot = tenant.allocation(hour(10), hour(12), 1);
    const id = await tenant.booked(slot);
    const appointment = (await tenant.run((tx) => tx.appointments.find(id)))!;
    const command = { commandId: randomUUID(), requestHash: null, appointmentId: id, version: 1 };
    await tenant.run((tx) => tx.commands.claim(command));
    const other = await TenantUnderTest.open(stores);
    const see = (work: (tx: SchedulingTx) => Promise<unknown>): Promise<unknown> => other.run(work);
    for (const unseen of [
      (tx: SchedulingTx) => tx.appointments.find(id),
      (tx: SchedulingTx) => tx.appointments.lock(id),
      (tx: SchedulingTx) => tx.revisions.stateAt(id, 1),
      (tx: SchedulingTx) => tx.resources.find(first),
      (tx: SchedulingTx) => tx.resources.lock(first),
      (tx: SchedulingTx) => tx.branches.find(tenant.branch.id),
      (tx: SchedulingTx) => tx.commands.claim(command),
    ])
      expect(await see(unseen)).toBeNull();
    expect(await see((tx) => tx.allocations.of(id, null))).toEqual([]);
    expect(await see((tx) => tx.allocations.takenAt([slot], randomUUID()))).toEqual([]);
    expect(await see((tx) => tx.allocations.heldAround(slot, randomUUID()))).toEqual([]);
    expect(await see(lockFor([first], tenant.branch.id))).toEqual({ branch: null, resources: [] });
    expect(await see((tx) => tx.branches.list())).toEqual([other.branch]);
    await other.run((tx) => tx.appointments.update({ ...appointment, version: 9 }, { start: hour(1), end: null }));
    await other.run((tx) => tx.allocations.apply(id, { remove: [slot], add: [] }));
    expect((await tenant.run((tx) => tx.appointments.find(id)))!.version).toBe(1);
    expect(await tenant.run((tx) => tx.allocations.of(id, null))).toEqual([slot]);
    expect(await pagesOf(9, other.id, first)).toEqual([]);
    await stores.unitOfWork.runAcrossTenants(async (tx) => expect(await tx.appointments.find(id)).toBeNull());
  });
}
