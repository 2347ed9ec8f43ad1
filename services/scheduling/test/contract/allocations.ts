import { randomUUID } from 'node:crypto';
import type { HeldSlot } from '../../src/appointments/app/allocation.store';
import type { Allocation } from '../../src/appointments/domain/allocate';
import type { SchedulingTx } from '../../src/scheduling-tx';
import { hour, type StoresUnderTest, TenantUnderTest } from './stores-under-test';

const key = ({ occurrence, resourceId }: Allocation): string => `${occurrence}|${resourceId}`;
const sorted = (allocations: readonly Allocation[]): Allocation[] =>
  [...allocations].sort((a, b) => (key(a) < key(b) ? -1 : 1));
const byLane = <S extends { readonly lane: number }>(slots: readonly S[]): S[] =>
  [...slots].sort((a, b) => a.lane - b.lane);

export function describeAllocationStore(open: () => StoresUnderTest): void {
  describe('allocations', () => {
    let tenant: TenantUnderTest;
    beforeEach(async () => {
      tenant = await TenantUnderTest.open(open());
    });
    const of = async (id: string, from: Date | null = null): Promise<Allocation[]> =>
      sorted(await tenant.run((tx) => tx.allocations.of(id, from)));
    const add =
      (id: string, ...allocations: Allocation[]) =>
      (tx: SchedulingTx): Promise<void> =>
        tx.allocations.apply(id, { remove: [], add: allocations });
    const taken = (claim: Allocation, except: string = randomUUID()) =>
      tenant.run((tx) => tx.allocations.takenAt([claim], except));

    it('are given back as they were put: held, overbooked or only shown', async () => {
      const put = [
        tenant.allocation(hour(8), hour(9), 1, { occurrence: 'a', during: { start: hour(7), end: hour(10) } }),
        tenant.allocation(hour(8), hour(9), null, { occurrence: 'b', holds: true, overbooked: true }),
        tenant.allocation(hour(8), hour(9), null, { occurrence: 'c' }),
        tenant.allocation(hour(8), hour(9), 1, { occurrence: 'c', resourceId: tenant.resources[1].id }),
      ];
      const id = await tenant.booked(...put);
      expect(await of(id)).toEqual(sorted(put));
      expect(await of(randomUUID())).toEqual([]);
    });

    it('tell those that end after an instant', async () => {
      const [past, touching, ahead] = [10, 11, 12].map((end, n) =>
        tenant.allocation(hour(9 + n), hour(end), 1, { occurrence: String(n) }),
      );
      const id = await tenant.booked(past!, touching!, ahead!);
      expect(await of(id, hour(11))).toEqual([ahead]);
      expect(await of(id, hour(9))).toEqual([past, touching, ahead]);
    });

    it('are removed and added as planned; what stands already is as it is put anew', async () => {
      const [gone, changed, kept] = ['a', 'b', 'c'].map((occurrence, n) =>
        tenant.allocation(hour(n), hour(n + 1), 1, { occurrence }),
      );
      const id = await tenant.booked(gone!, changed!, kept!);
      const again = tenant.allocation(hour(20), hour(21), 2, { occurrence: 'b' });
      const fresh = tenant.allocation(hour(0), hour(1), 1, { occurrence: 'd' });
      await tenant.run((tx) => tx.allocations.apply(id, { remove: [gone!], add: [again, fresh] }));
      expect(await of(id)).toEqual([again, kept, fresh]);
    });

    it('I1: never overlap in a lane, whatever was planned', async () => {
      await tenant.booked(tenant.allocation(hour(10), hour(12), 1));
      const put = (...allocation: Parameters<TenantUnderTest['allocation']>) =>
        tenant.booked(tenant.allocation(...allocation));
      for (const [start, end] of [
        [9, 11],
        [11, 13],
        [9, 13],
        [10.5, 11],
      ] as const) {
        await expect(put(hour(start), hour(end), 1)).rejects.toMatchObject({ code: 'appointment/slot-taken' });
      }
      // Times are looked at with their buffers.
      const buffered = { during: { start: hour(11.5), end: hour(13) } };
      await expect(put(hour(12), hour(13), 1, buffered)).rejects.toMatchObject({ code: 'appointment/slot-taken' });
      await put(hour(9), hour(10), 1);
      await put(hour(12), hour(13), 1);
      await put(hour(10), hour(12), 2);
      await put(hour(10), hour(12), null, { holds: true, overbooked: true });
      await put(hour(10), hour(12), null);
      await put(hour(10), hour(12), 1, { resourceId: tenant.resources[1].id });
    });

    it.each([
      ['I1: of two at once in a lane the second is refused once the first is there', 'commit'],
      ['take the lane that the other, who was first, gives back', 'rollback'],
    ] as const)('%s', async (_, how) => {
      const [one, other] = [await tenant.appointment(), await tenant.appointment()];
      const both = tenant.sideBySide(
        add(one.id, tenant.allocation(hour(10), hour(12), 1)),
        how,
        add(other.id, tenant.allocation(hour(11), hour(13), 1)),
      );
      if (how === 'commit') await expect(both).rejects.toMatchObject({ code: 'appointment/slot-taken' });
      else expect(await both).toMatchObject({ hasWaited: true });
      expect(await of(other.id)).toHaveLength(how === 'commit' ? 0 : 1);
    });

    it('take a lane that another is about to leave once it has left', async () => {
      const held = tenant.allocation(hour(10), hour(12), 1);
      const leaving = await tenant.booked(held);
      const coming = await tenant.appointment();
      const both = await tenant.sideBySide(
        (tx) => tx.allocations.apply(leaving, { remove: [held], add: [] }),
        'commit',
        add(coming.id, held),
      );
      expect(both.hasWaited).toBe(true);
      expect(await of(coming.id)).toEqual([held]);
    });

    it('go into different lanes without waiting', async () => {
      const [one, other] = [await tenant.appointment(), await tenant.appointment()];
      const slot = (lane: number) => tenant.allocation(hour(10), hour(12), lane);
      expect(await tenant.sideBySide(add(one.id, slot(1)), 'commit', add(other.id, slot(2)))).toMatchObject({
        hasWaited: false,
      });
    });

    it('tell the slots that others hold at a time', async () => {
      await tenant.run((tx) => tx.resources.update({ ...tenant.resources[0], capacity: 3 }));
      const own = await tenant.booked(tenant.allocation(hour(10), hour(12), 3));
      await tenant.booked(tenant.allocation(hour(9), hour(11), 1));
      await tenant.booked(tenant.allocation(hour(11), hour(12), 2));
      await tenant.booked(tenant.allocation(hour(10), hour(12), null, { holds: true, overbooked: true }));
      await tenant.booked(tenant.allocation(hour(10), hour(12), 1, { resourceId: tenant.resources[1].id }));
      const claim = tenant.allocation(hour(10), hour(12), null, { holds: true });
      const resourceId = tenant.resources[0].id;
      expect(byLane(await taken(claim, own))).toEqual([
        { resourceId, lane: 1, during: { start: hour(9), end: hour(11) } },
        { resourceId, lane: 2, during: { start: hour(11), end: hour(12) } },
      ]);
      const between = tenant.allocation(hour(12), hour(13), null);
      expect(await taken(between)).toEqual([]);
    });

    it('tell all that is held in a chain around a claim, but for the claim itself', async () => {
      const slot = (start: number, end: number, lane: number, occurrence = '') =>
        tenant.allocation(hour(start), hour(end), lane, { occurrence });
      const own = await tenant.booked(slot(10, 11, 1, 'a'), slot(10, 11, 3, 'b'));
      const near = await tenant.booked(slot(10, 12, 2));
      const far = await tenant.booked(slot(11, 14, 4));
      await tenant.booked(slot(14, 15, 1));
      await tenant.booked(tenant.allocation(hour(10), hour(11), null, { holds: true, overbooked: true }));
      const around = await tenant.run((tx) => tx.allocations.heldAround(slot(10, 11, 1, 'a'), own));
      expect(byLane(around).map(({ appointmentId, occurrence, lane }) => [appointmentId, occurrence, lane])).toEqual([
        [near, '', 2],
        [own, 'b', 3],
        [far, '', 4],
      ]);
      expect(around.find(({ lane }) => lane === 4)).toEqual({
        ...{ appointmentId: far, occurrence: '', resourceId: tenant.resources[0].id, lane: 4 },
        during: { start: hour(11), end: hour(14) },
      });
    });

    it('change lanes all at once', async () => {
      const slot = (lane: number) => tenant.allocation(hour(10), hour(12), lane);
      const [one, other] = [await tenant.booked(slot(1)), await tenant.booked(slot(2))];
      const held = (appointmentId: string, lane: number): HeldSlot => ({ ...slot(lane), lane, appointmentId });
      await tenant.run((tx) => tx.allocations.relane([held(one, 2), held(other, 1)]));
      expect([await of(one), await of(other)]).toEqual([[slot(2)], [slot(1)]]);
    });
  });
}
