import type { UnitOfWork } from '@kalends/kernel';
import { priority, type ClaimedWork, type WorkRequest } from '../../src/outward/app/work-store';
import type { SyncTx } from '../../src/sync-tx';
import { appointment } from '../memory/contents';
import { after, aLink, aMapping, claimAt, grantA, grantB, id, link, noon, other, someWork, tenant } from './fixtures';
import { nowhere, type StoresUnderTest } from './fixtures';

/** What the engine relies on, said once for every implementation of its stores. */
export function describeEngineStores(name: string, open: () => Promise<StoresUnderTest>): void {
  describe(`the engine’s stores ${name}`, () => {
    let stores: UnitOfWork<SyncTx>;
    beforeEach(async () => {
      stores = (await open()).unitOfWork;
      await stores.run(tenant, (tx) => tx.links.add(aLink));
    });

    const run = <T>(work: (tx: SyncTx) => Promise<T>, of = tenant): Promise<T> => stores.run(of, work);
    const bump = (n: number, change: Partial<WorkRequest> = {}): Promise<void> =>
      run((tx) => tx.work.bump(someWork(n, change)));
    const claim = (now = noon): Promise<ClaimedWork | null> =>
      stores.runAcrossTenants((tx) => tx.work.claim(claimAt(now)));
    const claimed = async (now = noon): Promise<string | undefined> => (await claim(now))?.appointmentId;

    it('keep a link per resource and calendar, and go on with the version of the one before', async () => {
      await expect(run((tx) => tx.links.add({ ...aLink, id: id(90) }))).rejects.toMatchObject({
        code: 'link/resource-linked',
      });
      await expect(run((tx) => tx.links.add({ ...aLink, id: id(90), resourceId: id(91) }))).rejects.toMatchObject({
        code: 'link/calendar-linked',
      });
      await run(async (tx) => tx.links.save({ ...(await tx.links.get(link))!, state: 'gone', version: 5 }));
      expect(await run((tx) => tx.links.add({ ...aLink, id: id(90) }))).toMatchObject({ version: 6 });
      expect(await run((tx) => tx.links.ofResources([id(10)]))).toMatchObject([{ id: id(90) }]);
    });

    it('S13: hear of versions in any order and keep the newest', async () => {
      const hear = (version: number) =>
        run((tx) =>
          tx.mappings.hear(link, id(20), nowhere('event'), { version, content: appointment({ title: `v${version}` }) }),
        );
      expect([await hear(5), await hear(4), await hear(5), await hear(6)]).toEqual([true, false, false, true]);
      const mapping = await run((tx) => tx.mappings.ofAppointment(link, id(20)));
      expect(mapping).toMatchObject({ eventId: 'event', google: { is: 'absent' }, sent: null });
      expect(mapping!.ours).toEqual({ version: 6, content: appointment({ title: 'v6' }) });
    });

    it('keep Google’s half only for whoever read the newest, and never our half with it', async () => {
      await run((tx) => tx.mappings.hear(link, id(20), nowhere('event'), { version: 1, content: appointment() }));
      const read = (await run((tx) => tx.mappings.ofAppointment(link, id(20))))!;
      const google = {
        is: 'present',
        etags: { event: '"1"' },
        base: appointment(),
        echoed: null,
      } as const;
      await run((tx) => tx.mappings.hear(link, id(20), nowhere('event'), { version: 2, content: null }));
      expect(await run((tx) => tx.mappings.save({ ...read, google, touchedAt: noon }))).toBe(true);
      expect(await run((tx) => tx.mappings.save({ ...read, google, touchedAt: noon }))).toBe(false);
      const [kept] = await run((tx) => tx.mappings.ofEvents(link, ['event', 'another']));
      expect(kept).toMatchObject({ ours: { version: 2, content: null }, google, touchedAt: noon });
    });

    it('map an event and an appointment once', async () => {
      const add = (n: number, eventId: string) => run((tx) => tx.mappings.add(aMapping(n, { eventId })));
      expect([await add(20, 'a'), await add(20, 'b'), await add(21, 'a'), await add(21, 'b')]).toEqual([
        true,
        false,
        false,
        true,
      ]);
    });

    it('list what Google is believed to have, and what is not the same on both sides', async () => {
      const there = { is: 'present', etags: {}, base: appointment(), echoed: null } as const;
      const same = { version: 1, content: appointment() };
      const add = (n: number, google: typeof there | { is: 'absent' }, ours: typeof same | null, touchedAt = noon) =>
        run((tx) => tx.mappings.add(aMapping(n, { google, ours, touchedAt })));
      await add(20, there, same);
      await add(21, there, { version: 2, content: appointment({ title: 'Other' }) });
      await add(22, { is: 'absent' }, same);
      await add(23, there, same, after(100));
      const list = (after_: string) =>
        run((tx) => tx.mappings.presentEvents(link, { after: after_, touchedBefore: after(50), limit: 10 }));
      expect(await list('')).toEqual(['e20', 'e21']);
      expect(await list('e20')).toEqual(['e21']);
      expect(await run((tx) => tx.mappings.countPresent(link))).toBe(3);
      await bump(22);
      await run((tx) =>
        tx.mappings.add(aMapping(24, { google: { is: 'unknown', base: appointment(), echoed: null }, ours: same })),
      );
      expect(await run((tx) => tx.mappings.unsettled(link, 10))).toEqual([id(21), id(24)]);
    });

    it('coalesce work, the most important and the oldest first', async () => {
      await bump(31, { priority: priority.bulk });
      await bump(32, { dueAt: after(10) });
      await bump(33, { priority: priority.today });
      await bump(33, { priority: priority.bulk });
      expect([await claimed(), await claimed(), await claimed()]).toEqual([id(33), id(31), undefined]);
      expect(await run((tx) => tx.work.pending(link))).toMatchObject({ all: 3, initial: 0, since: noon });
    });

    it('do not take work for done that was bumped while it was under way', async () => {
      await bump(31);
      const first = (await claim())!;
      await bump(31);
      expect(await claim()).toBeNull();
      await run((tx) => tx.work.complete(first, after(1)));
      const second = (await claim(after(1)))!;
      await run((tx) => tx.work.complete(second, after(1)));
      expect(await run((tx) => tx.work.pending(link))).toMatchObject({ all: 0, since: null });
    });

    it('lease work to another worker when the first is not heard of, who then can’t end it', async () => {
      await bump(31);
      const first = (await claim())!;
      const second = (await claim(after(61)))!;
      expect(second.appointmentId).toBe(id(31));
      await run((tx) => tx.work.complete(first, after(61)));
      await run((tx) => tx.work.postpone(first, after(61), 9));
      expect(await run((tx) => tx.work.pending(link))).toMatchObject({ all: 1 });
      expect(await claim(after(62))).toBeNull();
    });

    it('leave work to the worker that holds it for longer, however long ago it took it', async () => {
      await bump(31);
      const first = (await claim())!;
      await run((tx) => tx.work.extend(first, after(120)));
      expect(await claim(after(61))).toBeNull();
      const second = (await claim(after(121)))!;
      await run((tx) => tx.work.extend(first, after(600)));
      expect(await claim(after(182))).toMatchObject({ appointmentId: second.appointmentId });
    });

    it('serve grants in turn, each with few requests at a time, and leave alone the one that is backed off', async () => {
      for (const n of [31, 32, 33, 34]) await bump(n);
      await bump(41, { grantId: grantB, dueAt: after(1) });
      const order = [];
      for (let second = 1; second <= 5; second += 1) order.push(await claimed(after(second)));
      expect(order.filter((each) => each === id(41))).toHaveLength(1);
      expect(order.slice(0, 2)).toContain(id(41));
      expect(order[4]).toBeUndefined();
      const retryAt = await run((tx) =>
        tx.budgets.strike(tenant, grantA, after(5), (strikes) => after(5 + 10 * strikes)),
      );
      expect(retryAt).toEqual(after(15));
      expect(await run((tx) => tx.budgets.strike(tenant, grantA, after(6), () => after(999)))).toEqual(after(15));
      expect(await claimed(after(14))).toBeUndefined();
      expect(
        await run((tx) => tx.budgets.strike(tenant, grantA, after(16), (strikes) => after(16 + 10 * strikes))),
      ).toEqual(after(36));
    });

    it('pause a link’s work until it is resumed', async () => {
      await bump(31);
      await run((tx) => tx.work.pause(link));
      expect(await claim(after(1_000_000))).toBeNull();
      await run((tx) => tx.work.resume(link, noon));
      expect(await claimed()).toBe(id(31));
    });

    it('S49: run a job once at a time and once more when it was asked for meanwhile', async () => {
      const ask = (dueAt: Date) =>
        run((tx) => tx.jobs.request({ tenantId: tenant, linkId: link, grantId: grantA, job: 'pull', dueAt }));
      const take = (now: Date) => stores.runAcrossTenants((tx) => tx.jobs.claim(['pull'], claimAt(now)));
      await ask(noon);
      const first = (await take(noon))!;
      for (let push = 0; push < 100; push += 1) await ask(after(1));
      expect(await take(after(1))).toBeNull();
      await run((tx) => tx.jobs.finish(first, after(2), after(300)));
      const second = (await take(after(2)))!;
      expect(await run((tx) => tx.jobs.extend(second, after(120)))).toBe(true);
      await run((tx) => tx.jobs.finish(second, after(3), after(300)));
      expect(await take(after(299))).toBeNull();
      const third = (await take(after(300)))!;
      await run((tx) => tx.jobs.finish(third, after(301), null));
      expect(await run((tx) => tx.jobs.isAsked(link, 'pull'))).toBe(false);
      expect(await run((tx) => tx.jobs.extend(third, after(400)))).toBe(false);
    });

    it('S52: make a calendar dirty for the right token only, however many pushes come', async () => {
      const [right, wrong] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
      const channel = { tenantId: tenant, linkId: link, googleResourceId: null, tokenDigest: right };
      await run((tx) => tx.channels.add({ ...channel, id: id(50), expiresAt: after(100) }));
      await run((tx) =>
        tx.jobs.request({ tenantId: tenant, linkId: link, grantId: grantA, job: 'pull', dueAt: after(300) }),
      );
      const pushes = [
        { channelId: id(50), tokenDigest: right },
        { channelId: id(50), tokenDigest: wrong },
        { channelId: id(51), tokenDigest: right },
        { channelId: id(50), tokenDigest: right },
      ];
      const arrived = await stores.runAcrossTenants((tx) => tx.channels.arrived(pushes, noon));
      expect(pushes.map((push) => arrived.has(push))).toEqual([true, false, false, true]);
      const late = await stores.runAcrossTenants((tx) => tx.channels.arrived(pushes, after(100)));
      expect(late.size).toBe(0);
      await run((tx) => tx.channels.opened(id(50), 'resource', after(200)));
      expect(await run((tx) => tx.channels.ofLink(link))).toMatchObject([{ googleResourceId: 'resource' }]);
      expect(await stores.runAcrossTenants((tx) => tx.jobs.claim(['pull'], claimAt(noon)))).not.toBeNull();
    });

    it('show a tenant nothing of another one', async () => {
      await bump(31);
      expect(await run((tx) => tx.links.get(link), other)).toBeNull();
      expect(await run((tx) => tx.links.list(), other)).toEqual([]);
      expect(await run((tx) => tx.mappings.ofEvents(link, ['event']), other)).toEqual([]);
      expect(await run((tx) => tx.work.pending(link), other)).toMatchObject({ all: 0 });
    });
  });
}
