import type { UnitOfWork } from '@kalends/kernel';
import type { LinkTx } from '../../src/link/app/link-tx';
import type { Confirmation } from '../../src/link/domain/confirmation';
import { eventIdOf } from '../../src/reconcile/domain/event-from-content';
import { appointment } from '../memory/contents';
import { after, aLink, aMapping, anotherLink, aPull, claimAt, grantA, grantB, id } from './fixtures';
import { link, noon, other, someWork, tenant, type StoresUnderTest } from './fixtures';

/** What people's doings with links rely on, said once for every implementation of their stores. */
export function describeLinkStores(name: string, open: () => Promise<StoresUnderTest>): void {
  describe(`the links’ stores ${name}`, () => {
    let stores: UnitOfWork<LinkTx>;
    beforeEach(async () => {
      stores = (await open()).unitOfWork;
      await run((tx) => tx.links.add(aLink));
    });

    const run = <T>(work: (tx: LinkTx) => Promise<T>, of = tenant): Promise<T> => stores.run(of, work);
    const claimed = (now = noon) => stores.runAcrossTenants((tx) => tx.work.claim(claimAt(now)));
    const claimedJob = (now = noon) =>
      stores.runAcrossTenants((tx) => tx.jobs.claim(['pull', 'compare', 'disconnect'], claimAt(now)));

    describe('links', () => {
      it('keep apart what others are told and what nobody is', async () => {
        await run((tx) => tx.links.remember(link, { syncToken: 'first', lastSuccessAt: after(10) }));
        const told = { ...aLink, version: 2, state: 'live', syncToken: 'never', lastSuccessAt: null } as const;
        await run((tx) => tx.links.save(told));
        expect(await run((tx) => tx.links.get(link))).toEqual({
          ...told,
          syncToken: 'first',
          lastSuccessAt: after(10),
        });
      });

      it('remember the latest success and the last token, which may be none', async () => {
        await run((tx) => tx.links.remember(link, { syncToken: 'first', lastSuccessAt: after(10) }));
        await run((tx) => tx.links.remember(link, { lastSuccessAt: after(5) }));
        expect(await run((tx) => tx.links.get(link))).toMatchObject({ syncToken: 'first', lastSuccessAt: after(10) });
        await run((tx) => tx.links.remember(link, { syncToken: null, lastSuccessAt: after(20) }));
        expect(await run((tx) => tx.links.get(link))).toMatchObject({ syncToken: null, lastSuccessAt: after(20) });
      });

      it('are listed by branch in order of id, without those that are gone', async () => {
        await run((tx) => tx.links.add({ ...anotherLink(50), branchId: id(12) }));
        await run((tx) => tx.links.add(anotherLink(40)));
        await run((tx) => tx.links.add({ ...anotherLink(30), state: 'gone' }));
        const ids = async (branchId?: string) => (await run((tx) => tx.links.list(branchId))).map((each) => each.id);
        expect(await ids()).toEqual([link, id(40), id(50)]);
        expect(await ids(id(11))).toEqual([link, id(40)]);
        const ofResources = await run((tx) => tx.links.ofResources([id(51), id(10), id(31)]));
        expect(ofResources.map((each) => each.id)).toEqual([link, id(50)]);
      });

      it('are shown with what waits to be written', async () => {
        await run((tx) => tx.links.add({ ...anotherLink(40), state: 'gone' }));
        await run((tx) => tx.work.bump(someWork(20, { now: after(5), initial: true })));
        await run((tx) => tx.work.bump(someWork(21, { now: after(3) })));
        const shown = { link: { id: link }, pending: { all: 2, initial: 1, since: after(3) } };
        expect(await run((tx) => tx.linkReader.list(id(11)))).toMatchObject([shown]);
        expect(await run((tx) => tx.linkReader.list(id(12)))).toEqual([]);
        expect(await run((tx) => tx.linkReader.ofResource(id(10)))).toMatchObject(shown);
        expect(await run((tx) => tx.linkReader.get(link))).toMatchObject(shown);
        expect(await run((tx) => tx.linkReader.ofResource(id(41)))).toBeNull();
        expect(await run((tx) => tx.linkReader.get(id(40)))).toBeNull();
      });
    });

    describe('what a link has brought together', () => {
      const there = (event: string) =>
        ({ is: 'present', etags: { [event]: `"${event}"` }, base: appointment(), echoed: null }) as const;
      const sent = (eventId: string) => ({ eventId, version: 1, content: appointment(), resetsInstances: false });
      const ours = (n: number): string => eventIdOf(id(n));
      beforeEach(() =>
        run(async (tx) => {
          await tx.mappings.add(aMapping(21, { eventId: ours(21), google: there(ours(21)) }));
          await tx.mappings.add(aMapping(22, { eventId: `${ours(22)}r`, google: there(`${ours(22)}r`) }));
          await tx.mappings.add(aMapping(23, { eventId: ours(23), sent: sent(ours(23)) }));
          await tx.mappings.add(aMapping(24, { eventId: ours(24) }));
          await tx.mappings.add(aMapping(25, { eventId: 'persons', google: there('persons') }));
          await tx.mappings.add(aMapping(26, { eventId: 'deleted', google: { is: 'deleted', etags: {} } }));
        }),
      );

      it('is counted by who made it', async () => {
        expect(await run((tx) => tx.linkedEvents.count(link))).toEqual({ exported: 2, imported: 1 });
      });

      it('S70: tells page by page which events are ours, those too that Google may have', async () => {
        const page = (after_: string) => run((tx) => tx.linkedEvents.exported(link, { after: after_, limit: 2 }));
        expect(await page('')).toEqual([
          { id: ours(21), etag: `"${ours(21)}"` },
          { id: `${ours(22)}r`, etag: `"${ours(22)}r"` },
        ]);
        expect(await page(`${ours(22)}r`)).toEqual([{ id: ours(23), etag: null }]);
        expect(await page(ours(23))).toEqual([]);
      });

      it('is forgotten for that link alone', async () => {
        await run((tx) => tx.links.add(anotherLink(40)));
        await run((tx) => tx.mappings.add(aMapping(27, { linkId: id(40), google: there('e27') })));
        await run((tx) => tx.linkedEvents.forget(link));
        expect(await run((tx) => tx.linkedEvents.count(link))).toEqual({ exported: 0, imported: 0 });
        expect(await run((tx) => tx.mappings.ofAppointment(link, id(21)))).toBeNull();
        expect(await run((tx) => tx.linkedEvents.count(id(40)))).toEqual({ exported: 0, imported: 1 });
      });

      it('S70: stays known for its calendar where a person made the event, and may take it out of the bin', async () => {
        const remember = (calendarId: string) => run((tx) => tx.formerEvents.remember(link, calendarId));
        const eventsOf = (calendarId: string, of = tenant) =>
          run((tx) => tx.formerEvents.eventsOf(calendarId, [id(21), id(25), id(26), id(99)]), of);
        const appointmentOf = (eventId: string, of = tenant) =>
          run((tx) => tx.formerEvents.appointmentOf('work@group', eventId), of);
        await remember('work@group');
        await remember('work@group');
        await run((tx) => tx.linkedEvents.forget(link));
        expect([...(await eventsOf('work@group'))]).toEqual([
          [id(26), 'deleted'],
          [id(25), 'persons'],
        ]);
        expect(await Promise.all(['persons', 'deleted', ours(21)].map((each) => appointmentOf(each)))).toEqual([
          id(25),
          id(26),
          null,
        ]);
        expect([...(await eventsOf('other@group')), ...(await eventsOf('work@group', other))]).toEqual([]);
        expect(await appointmentOf('persons', other)).toBeNull();
        await run((tx) => tx.mappings.add(aMapping(28, { eventId: 'persons', google: there('persons') })));
        await remember('work@group');
        expect(await appointmentOf('persons')).toBe(id(28));
      });
    });

    describe('confirmations', () => {
      const confirmation: Confirmation = {
        ...{ digest: Buffer.alloc(32, 1), userId: id(60), action: 'disconnect', subject: link },
        ...{ phrase: 'delete 3 events', counts: { exported: 3 }, expiresAt: after(900) },
      };

      it('S71: hold once', async () => {
        await run((tx) => tx.confirmations.add(confirmation));
        expect(await run((tx) => tx.confirmations.take(Buffer.alloc(32, 2)))).toBeNull();
        expect(await run((tx) => tx.confirmations.take(confirmation.digest))).toMatchObject(confirmation);
        expect(await run((tx) => tx.confirmations.take(confirmation.digest))).toBeNull();
      });

      it('are as they were when their use came to nothing', async () => {
        await run((tx) => tx.confirmations.add(confirmation));
        const failing = run(async (tx) => {
          await tx.confirmations.take(confirmation.digest);
          throw new Error('mistyped');
        });
        await expect(failing).rejects.toThrow('mistyped');
        expect(await run((tx) => tx.confirmations.take(confirmation.digest))).not.toBeNull();
      });

      it('are deleted from their last instant on', async () => {
        await run((tx) => tx.confirmations.add(confirmation));
        await run((tx) => tx.confirmations.deleteExpired(after(899)));
        expect(await run((tx) => tx.confirmations.take(confirmation.digest))).not.toBeNull();
        await run((tx) => tx.confirmations.add(confirmation));
        await run((tx) => tx.confirmations.deleteExpired(after(900)));
        expect(await run((tx) => tx.confirmations.take(confirmation.digest))).toBeNull();
      });
    });

    it('keep the order of a disconnection until it has been carried out', async () => {
      const order = { linkId: link, google: 'delete-events', actor: id(60) } as const;
      await run((tx) => tx.disconnects.add(order));
      expect(await run((tx) => tx.disconnects.find(link))).toMatchObject(order);
      expect(await run((tx) => tx.disconnects.find(link), other)).toBeNull();
      await run((tx) => tx.disconnects.remove(link));
      expect(await run((tx) => tx.disconnects.find(link))).toBeNull();
    });

    it('show a tenant nothing of another one, and a worker of all tenants no tenant’s own', async () => {
      await run((tx) =>
        tx.mappings.add(aMapping(20, { google: { is: 'parked', etags: {}, base: null, code: 'x/y' } })),
      );
      expect(await run((tx) => tx.linkReader.list(), other)).toEqual([]);
      expect(await run((tx) => tx.linkedEvents.count(link), other)).toEqual({ exported: 0, imported: 0 });
      expect(await stores.runAcrossTenants((tx) => tx.linkReader.list())).toEqual([]);
      expect(await stores.runAcrossTenants((tx) => tx.links.list())).toEqual([]);
    });

    describe('a link’s queues', () => {
      it('stand still but for a disconnection, and are due again afterwards', async () => {
        const [compare, disconnect] = [
          { ...aPull, job: 'compare' },
          { ...aPull, job: 'disconnect' },
        ] as const;
        await run(async (tx) => {
          for (const request of [aPull, { ...compare, dueAt: after(3600) }, disconnect]) await tx.jobs.request(request);
          await tx.jobs.pause(link);
        });
        expect([await claimedJob(after(7200)), await claimedJob(after(7200))]).toMatchObject([
          { job: 'disconnect' },
          null,
        ]);
        await run((tx) => tx.jobs.resume(link, after(10)));
        expect([await claimedJob(after(9)), await claimedJob(after(10)), await claimedJob(after(10))]).toMatchObject([
          null,
          { job: 'pull' },
          { job: 'compare' },
        ]);
      });

      it('are dropped, all or some', async () => {
        await run(async (tx) => {
          await tx.work.bump(someWork(20));
          for (const job of ['pull', 'compare'] as const) await tx.jobs.request({ ...aPull, job });
          await tx.work.drop(link);
          await tx.jobs.drop(link, ['pull']);
        });
        expect(await claimed()).toBeNull();
        expect(await run((tx) => tx.jobs.isAsked(link, 'pull'))).toBe(false);
        expect(await run((tx) => tx.jobs.isAsked(link, 'compare'))).toBe(true);
        await run((tx) => tx.jobs.drop(link));
        expect(await run((tx) => tx.jobs.isAsked(link, 'compare'))).toBe(false);
      });

      it('S46: wait with the grant that is backed off, and go on under another one', async () => {
        await run(async (tx) => {
          await tx.work.bump(someWork(20));
          await tx.jobs.request(aPull);
          await tx.budgets.strike(tenant, grantA, noon, () => after(60));
        });
        expect([await claimed(after(59)), await claimedJob(after(59))]).toEqual([null, null]);
        await run(async (tx) => {
          await tx.work.regrant(link, grantB);
          await tx.jobs.regrant(link, grantB);
        });
        expect([await claimed(after(1)), await claimedJob(after(1))]).toMatchObject([
          { appointmentId: id(20) },
          { job: 'pull' },
        ]);
        expect(grantA).not.toBe(grantB);
      });

      it('give a job back to be tried again, unless its lease was lost', async () => {
        await run((tx) => tx.jobs.request(aPull));
        const first = (await claimedJob())!;
        await run((tx) => tx.jobs.postpone(first, after(30), 2));
        expect(await claimedJob(after(29))).toBeNull();
        const second = (await claimedJob(after(30)))!;
        expect(second.attempts).toBe(2);
        await run((tx) => tx.jobs.postpone(first, after(31), 9));
        await run((tx) => tx.jobs.finish(first, after(31), null));
        expect(await claimedJob(after(32))).toBeNull();
        expect(await run((tx) => tx.jobs.extend(second, after(200)))).toBe(true);
      });
    });

    it('keep a link’s channels in order of expiry until they are removed', async () => {
      const channel = { tenantId: tenant, linkId: link, tokenDigest: Buffer.alloc(32, 1), googleResourceId: null };
      await run(async (tx) => {
        await tx.channels.add({ ...channel, id: id(71), expiresAt: after(200) });
        await tx.channels.add({ ...channel, id: id(72), expiresAt: after(100) });
      });
      const ids = async () => (await run((tx) => tx.channels.ofLink(link))).map((each) => each.id);
      expect(await ids()).toEqual([id(72), id(71)]);
      await run((tx) => tx.channels.remove(id(72)));
      expect(await ids()).toEqual([id(71)]);
    });
  });
}
