import { openTransaction, type OpenTransaction } from '@kalends/testing';
import type { LinkTx } from '../../src/link/app/link-tx';
import { appointment } from '../memory/contents';
import { after, aLink, aMapping, anotherLink, aPull, claimAt, grantA, grantB, id } from './fixtures';
import { link, noon, nowhere, someWork, tenant, type StoresUnderTest } from './fixtures';

/** What two workers at the same row come to, said once for every implementation of the stores. */
export function describeWaiting(name: string, open: () => Promise<StoresUnderTest>): void {
  describe(`two transactions ${name}`, () => {
    let stores: StoresUnderTest;
    let begun: OpenTransaction<LinkTx>[] = [];
    beforeEach(async () => {
      stores = await open();
      await stores.unitOfWork.run(tenant, (tx) => tx.links.add(aLink));
    });
    afterEach(async () => {
      await Promise.all(begun.map((transaction) => transaction.rollback()));
      begun = [];
    });

    const start = async (of: string | null = tenant): Promise<OpenTransaction<LinkTx>> => {
      const transaction = await openTransaction(stores.unitOfWork, of);
      begun.push(transaction);
      return transaction;
    };
    const two = async (of: string | null = tenant) => [await start(of), await start(of)] as const;
    const run: (typeof stores.unitOfWork)['run'] = (of, work) => stores.unitOfWork.run(of, work);
    /** The statement can't go on before the other transaction has ended. */
    const waits = async (statement: Promise<unknown>): Promise<void> => {
      let isDone = false;
      const end = (): void => void (isDone = true);
      statement.then(end, end);
      await stores.untilSomebodyWaits();
      expect(isDone).toBe(false);
    };
    /** How the first one ends, and what the second, which waited for it, comes to then. */
    const ends = [
      ['commits', 'commit'],
      ['is rolled back', 'rollback'],
    ] as const;

    it('change a link one after the other, each from what the other left', async () => {
      const [first, second] = await two();
      const before = (await first.tx.links.lock(link))!;
      const locking = second.tx.links.lock(link);
      await waits(locking);
      expect(await run(tenant, (tx) => tx.links.get(link))).toMatchObject({ version: 1 });
      await first.tx.links.save({ ...before, version: 2, state: 'live' });
      await first.commit();
      expect(await locking).toMatchObject({ version: 2, state: 'live' });
    });

    it.each(ends)('link one calendar once, when the first %s', async (_, end) => {
      const [first, second] = await two();
      const shared = { ...anotherLink(40), calendarId: 'shared@group' };
      await first.tx.links.add(shared);
      const adding = second.tx.links.add({ ...anotherLink(50), calendarId: 'shared@group' });
      await waits(adding);
      await first[end]();
      if (end === 'commit') await expect(adding).rejects.toMatchObject({ code: 'link/calendar-linked' });
      else await expect(adding).resolves.toMatchObject({ id: id(50), version: 1 });
    });

    it.each(ends)('S13: hear of a new appointment, the older version last, when the first %s', async (_, end) => {
      const [first, second] = await two();
      const ours = (version: number) => ({ version, content: appointment({ title: `v${version}` }) });
      expect(await first.tx.mappings.hear(link, id(20), nowhere('e20'), ours(2))).toBe(true);
      const hearing = second.tx.mappings.hear(link, id(20), nowhere('e20'), ours(1));
      await waits(hearing);
      await first[end]();
      expect(await hearing).toBe(end === 'rollback');
    });

    it.each(ends)('keep Google’s half of a mapping that both have read, when the first %s', async (_, end) => {
      await run(tenant, (tx) => tx.mappings.add(aMapping(20)));
      const [first, second] = await two();
      const [mine, theirs] = [aMapping(20, { eventId: 'mine' }), aMapping(20, { eventId: 'theirs' })];
      expect(await first.tx.mappings.save(mine)).toBe(true);
      const saving = second.tx.mappings.save(theirs);
      await waits(saving);
      await first[end]();
      expect(await saving).toBe(end === 'rollback');
      await second.commit();
      const kept = await run(tenant, (tx) => tx.mappings.ofAppointment(link, id(20)));
      expect(kept).toMatchObject({ eventId: end === 'commit' ? 'mine' : 'theirs', revision: 2 });
    });

    it('keep both halves of a mapping, each its own', async () => {
      await run(tenant, (tx) => tx.mappings.add(aMapping(20)));
      const [first, second] = await two();
      await first.tx.mappings.hear(link, id(20), nowhere('e20'), { version: 3, content: null });
      const saving = second.tx.mappings.save(aMapping(20, { touchedAt: after(9) }));
      await waits(saving);
      await first.commit();
      expect(await saving).toBe(true);
      await second.commit();
      const kept = await run(tenant, (tx) => tx.mappings.ofAppointment(link, id(20)));
      expect(kept).toMatchObject({ ours: { version: 3 }, touchedAt: after(9), revision: 2 });
    });

    it.each(ends)('map one event to one appointment, when the first %s', async (_, end) => {
      const [first, second] = await two();
      expect(await first.tx.mappings.add(aMapping(20, { eventId: 'shared' }))).toBe(true);
      const adding = second.tx.mappings.add(aMapping(21, { eventId: 'shared' }));
      await waits(adding);
      await first[end]();
      expect(await adding).toBe(end === 'rollback');
      // The one that lost can go on all the same.
      expect(await second.tx.mappings.add(aMapping(22))).toBe(true);
    });

    it('S12: claim different work of two grants without waiting', async () => {
      await run(tenant, async (tx) => {
        await tx.work.bump(someWork(31));
        await tx.work.bump(someWork(32, { grantId: grantB, dueAt: after(1) }));
      });
      const [first, second] = await two(null);
      expect(await first.tx.work.claim(claimAt(after(2)))).toMatchObject({ appointmentId: id(31) });
      expect(await second.tx.work.claim(claimAt(after(2)))).toMatchObject({ appointmentId: id(32) });
      const third = await start(null);
      expect(await third.tx.work.claim(claimAt(after(2)))).toBeNull();
    });

    it('S12: claim different work of one grant, whose turn the second waits for', async () => {
      await run(tenant, async (tx) => {
        for (const n of [31, 32]) await tx.work.bump(someWork(n, { dueAt: after(n) }));
      });
      const [first, second] = await two(null);
      expect(await first.tx.work.claim(claimAt(after(60)))).toMatchObject({ appointmentId: id(31) });
      const claiming = second.tx.work.claim(claimAt(after(60)));
      await waits(claiming);
      await first.commit();
      expect(await claiming).toMatchObject({ appointmentId: id(32) });
    });

    it('S12: claim different jobs without waiting, and none of those that are taken', async () => {
      await run(tenant, async (tx) => {
        for (const job of ['pull', 'compare'] as const) await tx.jobs.request({ ...aPull, job });
      });
      const jobs = new Set<string | undefined>();
      for (let count = 0; count < 3; count += 1)
        jobs.add((await (await start(null)).tx.jobs.claim(['pull', 'compare'], claimAt(noon)))?.job);
      expect(jobs).toEqual(new Set(['pull', 'compare', undefined]));
    });

    it.each(ends)('ask for work that the other has just done, when that %s', async (_, end) => {
      await run(tenant, (tx) => tx.work.bump(someWork(31)));
      const claimed = (await stores.unitOfWork.runAcrossTenants((tx) => tx.work.claim(claimAt(noon))))!;
      const [first, second] = await two();
      await first.tx.work.complete(claimed, noon);
      const bumping = second.tx.work.bump(someWork(31, { now: after(5), dueAt: after(5) }));
      await waits(bumping);
      await first[end]();
      await bumping;
      await second.commit();
      const { all, since } = await run(tenant, (tx) => tx.work.pending(link));
      expect({ all, since }).toEqual({ all: 1, since: end === 'commit' ? after(5) : noon });
    });

    it.each(ends)('S49: end work and jobs that the other has just asked for again, when that %s', async (_, end) => {
      await run(tenant, async (tx) => {
        await tx.work.bump(someWork(31));
        await tx.jobs.request(aPull);
      });
      const [work, job] = await stores.unitOfWork.runAcrossTenants(async (tx) => [
        (await tx.work.claim(claimAt(noon)))!,
        (await tx.jobs.claim(['pull'], claimAt(noon)))!,
      ]);
      const [first, second] = await two();
      await first.tx.work.bump(someWork(31));
      await first.tx.jobs.request(aPull);
      const ending = second.tx.work.complete(work, noon).then(() => second.tx.jobs.finish(job, noon, null));
      await waits(ending);
      await first[end]();
      await ending;
      await second.commit();
      const isLeft = end === 'commit';
      expect(await run(tenant, (tx) => tx.work.pending(link))).toMatchObject({ all: isLeft ? 1 : 0 });
      expect(await run(tenant, (tx) => tx.jobs.isAsked(link, 'pull'))).toBe(isLeft);
    });

    it('S52: make the same calendars dirty in whatever order their pushes came', async () => {
      const digest = Buffer.alloc(32, 1);
      await run(tenant, async (tx) => {
        await tx.links.add(anotherLink(40));
        for (const [n, linkId] of [link, id(40)].entries()) {
          const channel = { tenantId: tenant, linkId, tokenDigest: digest, googleResourceId: null };
          await tx.channels.add({ ...channel, id: id(70 + n), expiresAt: after(100) });
          await tx.jobs.request({ ...aPull, linkId, dueAt: after(300) });
        }
      });
      const pushes = [70, 71].map((n) => ({ channelId: id(n), tokenDigest: digest }));
      const [first, second] = await two(null);
      await first.tx.channels.arrived(pushes, noon);
      const arriving = second.tx.channels.arrived(pushes.toReversed(), noon);
      await waits(arriving);
      await first.commit();
      expect((await arriving).size).toBe(2);
    });

    it('S46: count strikes that come at once as one', async () => {
      const [first, second] = await two();
      expect(await first.tx.budgets.strike(tenant, grantA, noon, () => after(10))).toEqual(after(10));
      const striking = second.tx.budgets.strike(tenant, grantA, noon, () => after(99));
      await waits(striking);
      await first.commit();
      expect(await striking).toEqual(after(10));
    });

    it.each(ends)('S71: use a confirmation once, when the first %s', async (_, end) => {
      const digest = Buffer.alloc(32, 1);
      const facts = { userId: id(60), action: 'disconnect', subject: link, phrase: '', counts: {} } as const;
      await run(tenant, (tx) => tx.confirmations.add({ ...facts, digest, expiresAt: after(900) }));
      const [first, second] = await two();
      await first.tx.confirmations.take(digest);
      const taking = second.tx.confirmations.take(digest);
      await waits(taking);
      await first[end]();
      expect((await taking) === null).toBe(end === 'commit');
    });

    it('are both done in the end when they lock two links crosswise', async () => {
      await run(tenant, (tx) => tx.links.add(anotherLink(40)));
      let arrived = 0;
      let meet = (): void => {};
      const met = new Promise<void>((resolve) => (meet = resolve));
      const lock = (ids: readonly string[]) =>
        run(tenant, async (tx) => {
          await tx.links.lock(ids[0]!);
          if ((arrived += 1) === 2) meet();
          await met;
          return tx.links.lock(ids[1]!);
        });
      const both = await Promise.all([lock([link, id(40)]), lock([id(40), link])]);
      expect(both).toMatchObject([{ id: id(40) }, { id: link }]);
    });
  });
}
