import { randomUUID } from 'node:crypto';
import type { CommandClaim } from '../../src/appointments/app/command-log';
import type { Appointment } from '../../src/appointments/domain/appointment';
import type { SchedulingTx } from '../../src/scheduling-tx';
import type { RevisionWithState } from '../../src/timeline/domain/revision';
import { hour, type StoresUnderTest, TenantUnderTest } from './stores-under-test';

const extent = { start: hour(10), end: hour(11) };

export function describeAppointmentStores(open: () => StoresUnderTest): void {
  let stores: StoresUnderTest;
  let tenant: TenantUnderTest;
  beforeEach(async () => {
    stores = open();
    tenant = await TenantUnderTest.open(stores);
  });
  const find = (id: string): Promise<Appointment | null> => tenant.run((tx) => tx.appointments.find(id));

  describe('appointments', () => {
    it('are given back as they were put', async () => {
      const put = tenant.drawn({
        customerIds: [randomUUID(), randomUUID()],
        templateId: randomUUID(),
        content: {
          ...tenant.drawn().content,
          start: { date: '2027-03-01' },
          end: { date: '2027-03-02' },
          recurrence: { rule: 'FREQ=WEEKLY', rdates: [{ date: '2027-03-03' }], exdates: [] },
          overrides: [{ recurrenceId: { date: '2027-03-08' }, cancelled: true }],
        },
        overbooked: true,
        version: 7,
        origin: 'google',
      });
      await tenant.run((tx) => tx.appointments.insert(put, { start: hour(0), end: null }));
      expect(await find(put.id)).toEqual(put);
      expect(await tenant.run((tx) => tx.appointments.lock(put.id))).toEqual(put);
      expect(await find(randomUUID())).toBeNull();
      expect(await tenant.run((tx) => tx.appointments.lock(randomUUID()))).toBeNull();
    });

    it('are replaced by their next state', async () => {
      const before = await tenant.appointment();
      const after: Appointment = { ...before, status: 'cancelled', resourceIds: [tenant.resources[1].id], version: 2 };
      await tenant.run((tx) => tx.appointments.update(after, extent));
      expect(await find(before.id)).toEqual(after);
    });

    it('exist once, and leave nothing behind when their transaction fails', async () => {
      const { id } = await tenant.appointment();
      const insert = (appointment: Appointment) => tenant.run((tx) => tx.appointments.insert(appointment, extent));
      await expect(insert(tenant.drawn({ id }))).rejects.toMatchObject({ code: 'appointment/exists' });
      const drawn = tenant.drawn();
      const failing = tenant.run(async (tx) => {
        await tx.appointments.insert(drawn, extent);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await find(drawn.id)).toBeNull();
    });

    it('are seen by their own transaction at once, by others after the commit', async () => {
      const drawn = tenant.drawn();
      const seen = await tenant.sideBySide(
        async (tx) => {
          await tx.appointments.insert(drawn, extent);
          expect(await tx.appointments.find(drawn.id)).toEqual(drawn);
        },
        'commit',
        (tx) => tx.appointments.find(drawn.id),
      );
      expect(seen).toEqual({ hasWaited: false, second: null });
    });

    it.each(['commit', 'rollback'] as const)('change one after the other: the second sees the %s', async (how) => {
      const before = await tenant.appointment();
      const { hasWaited, second } = await tenant.sideBySide(
        async (tx) => {
          await tx.appointments.lock(before.id);
          await tx.appointments.update({ ...before, version: 2 }, extent);
        },
        how,
        (tx) => tx.appointments.lock(before.id),
      );
      expect(hasWaited).toBe(true);
      expect(second!.version).toBe(how === 'commit' ? 2 : 1);
    });

    it('are read by others while they are locked, and locked beside each other', async () => {
      const [one, other] = [await tenant.appointment(), await tenant.appointment()];
      const lock = (tx: SchedulingTx) => tx.appointments.lock(one.id);
      const reading = await tenant.sideBySide(lock, 'commit', (tx) => tx.appointments.find(one.id));
      expect(reading).toEqual({ hasWaited: false, second: one });
      const locking = await tenant.sideBySide(lock, 'commit', (tx) => tx.appointments.lock(other.id));
      expect(locking).toEqual({ hasWaited: false, second: other });
    });

    it('wait for another one with their id to come or not', async () => {
      const [first, second] = [tenant.drawn(), tenant.drawn()];
      const both = (id: string, how: 'commit' | 'rollback') =>
        tenant.sideBySide(
          (tx) => tx.appointments.insert(tenant.drawn({ id }), extent),
          how,
          (tx) => tx.appointments.insert(tenant.drawn({ id }), extent),
        );
      await expect(both(first.id, 'commit')).rejects.toMatchObject({ code: 'appointment/exists' });
      expect(await both(second.id, 'rollback')).toMatchObject({ hasWaited: true });
    });
  });

  describe('commands', () => {
    const command = (more: Partial<CommandClaim> = {}): CommandClaim => ({
      ...{ commandId: randomUUID(), requestHash: null, appointmentId: randomUUID(), version: 3 },
      ...more,
    });
    const claim = (given: CommandClaim) => tenant.run((tx) => tx.commands.claim(given));

    it('get their first answer whenever they come again', async () => {
      const first = command();
      expect(await claim(first)).toBeNull();
      const answer = { appointmentId: first.appointmentId, version: 3 };
      expect(await claim({ ...first, appointmentId: randomUUID(), version: 9 })).toEqual(answer);
      expect(await claim(command())).toBeNull();
      await tenant.run((tx) => tx.commands.amend(first.commandId, 2));
      expect(await claim(first)).toEqual({ ...answer, version: 2 });
    });

    it('are refused when the same key comes with another request', async () => {
      const first = command({ requestHash: 'a' });
      expect(await claim(first)).toBeNull();
      expect(await claim(first)).toMatchObject({ version: 3 });
      await expect(claim({ ...first, requestHash: 'b' })).rejects.toMatchObject({ code: 'command/reused' });
      expect(await claim({ ...first, requestHash: null })).toMatchObject({ version: 3 });
    });

    it.each([
      ['get the answer of the other transaction that is applying them', 'commit'],
      ['are new again when the other transaction that is applying them fails', 'rollback'],
    ] as const)('%s', async (_, how) => {
      const first = command();
      const again = { ...first, version: 9 };
      const claimIn = (given: CommandClaim) => (tx: SchedulingTx) => tx.commands.claim(given);
      expect(await tenant.sideBySide(claimIn(first), how, claimIn(again))).toEqual({
        hasWaited: true,
        second: how === 'commit' ? { appointmentId: first.appointmentId, version: 3 } : null,
      });
    });
  });

  describe('revisions', () => {
    const revision = (state: Appointment, more: Partial<RevisionWithState> = {}): RevisionWithState => ({
      ...{ id: randomUUID(), appointmentId: state.id, version: state.version, kind: 'changed', origin: 'api', state },
      ...{ actor: { kind: 'user', id: 'u' }, cause: { kind: 'test', details: { why: 'so' } }, commandId: 'c' },
      ...{ fields: [{ field: 'status', before: null, after: 'confirmed' }], conflicts: [] },
      at: '2027-01-01T08:00:00.000Z',
      ...more,
    });
    const append = (entry: RevisionWithState) => tenant.run((tx) => tx.revisions.append(entry));
    const stateAt = (id: string, version: number) => tenant.run((tx) => tx.revisions.stateAt(id, version));

    it('give the appointment back as it was at each version', async () => {
      const first = await tenant.appointment();
      const second: Appointment = { ...first, status: 'cancelled', version: 2 };
      await append(revision(first));
      await append(revision(second));
      expect([await stateAt(first.id, 1), await stateAt(first.id, 2)]).toEqual([first, second]);
      expect([await stateAt(first.id, 3), await stateAt(randomUUID(), 1)]).toEqual([null, null]);
    });

    it('are one per version; a recorded conflict is none', async () => {
      const first = await tenant.appointment();
      await append(revision(first, { kind: 'conflict-recorded' }));
      expect(await stateAt(first.id, 1)).toBeNull();
      await append(revision(first));
      await append(revision(first, { kind: 'conflict-recorded' }));
      await expect(append(revision(first))).rejects.toMatchObject({ constraint: 'revision_one_per_version' });
      expect(await stateAt(first.id, 1)).toEqual(first);
    });
  });

  describe('the horizon of series', () => {
    it('tells those that are due, the first first, whosever they are', async () => {
      const other = await TenantUnderTest.open(stores);
      const at = (n: number) => new Date(`1990-01-0${n}T00:00:00Z`);
      const ours = [randomUUID(), randomUUID(), randomUUID()] as const;
      const theirs = randomUUID();
      await tenant.run(async (tx) => {
        await tx.horizon.expandedUntil(ours[0], at(9));
        await tx.horizon.expandedUntil(ours[0], at(3));
        await tx.horizon.expandedUntil(ours[1], at(4));
        await tx.horizon.expandedUntil(ours[2], at(1));
        await tx.horizon.expandedUntil(ours[2], null);
        await tx.horizon.expandedUntil(randomUUID(), null);
      });
      await other.run((tx) => tx.horizon.expandedUntil(theirs, at(2)));
      const due = (before: Date, limit: number) =>
        stores.unitOfWork.runAcrossTenants((tx) => tx.horizon.due(before, limit));
      const first = { tenantId: other.id, appointmentId: theirs, until: at(2) };
      expect(await due(at(4), 10)).toEqual([first, { tenantId: tenant.id, appointmentId: ours[0], until: at(3) }]);
      expect(await due(at(5), 1)).toEqual([first]);
      await tenant.run(async (tx) => {
        await tx.horizon.expandedUntil(ours[0], null);
        await tx.horizon.expandedUntil(ours[1], null);
      });
      await other.run((tx) => tx.horizon.expandedUntil(theirs, null));
      expect(await due(at(9), 10)).toEqual([]);
    });
  });
}
