import type { UnitOfWork } from '@kalends/kernel';
import { openTransaction, type OpenTransaction } from '@kalends/testing';
import type { ConsentTx } from '../src/consent/app/consent-tx';
import type { Consent } from '../src/consent/domain/consent';
import type { ConsentRequest } from '../src/consent/domain/consent-request';
import type { Grant } from '../src/grant/domain/grant';

export interface StoresUnderTest {
  /** On empty tables. */
  readonly unitOfWork: UnitOfWork<ConsentTx>;
  /** Resolves once as many transactions wait for another one's end as can be. */
  untilSomebodyWaits(): Promise<void>;
}

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [tenant, other] = [id(901), id(902)];
const noon = new Date('2026-11-21T12:00:00Z');
const after = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);

const aGrant = (n: number, change: Partial<Grant> = {}): Grant => ({
  ...{ id: id(n), accountHash: `account-${n}`, state: 'granted', scopes: ['openid'], generation: 1 },
  ...{ refreshToken: `first.${n}`, account: `first.${n}@example.com` },
  ...change,
});
const aConsent = (n: number, change: Partial<Consent> = {}): Consent => ({
  ...{ resourceId: id(n), version: 1, state: 'withdrawn', grantId: null, plan: 'create', changedAt: noon },
  ...change,
});
const aRequest = (n: number, change: Partial<ConsentRequest> = {}): ConsentRequest => ({
  ...{ id: id(n), resourceId: id(10), userId: id(11), stateHash: `state-${n}`, verifier: 'first.v', plan: 'create' },
  ...{ shareAccount: false, status: 'waiting', createdAt: after(n), expiresAt: after(n + 600) },
  ...change,
});
const aRevocation = (n: number) => ({ tenantId: tenant, id: id(n), accountHash: 'a', refreshToken: `first.${n}` });

/** What consent relies on, said once for every implementation of its stores. */
export function describeStores(name: string, open: () => Promise<StoresUnderTest>): void {
  let stores: StoresUnderTest;
  beforeEach(async () => {
    stores = await open();
  });
  const run = <T>(work: (tx: ConsentTx) => Promise<T>, of = tenant): Promise<T> => stores.unitOfWork.run(of, work);
  const across = <T>(work: (tx: ConsentTx) => Promise<T>): Promise<T> => stores.unitOfWork.runAcrossTenants(work);

  describe(`consent’s stores ${name}`, () => {
    it('take a consent’s versions one after the other', async () => {
      const save = (version: number) => run((tx) => tx.consents.save(aConsent(20, { version })));
      const stale = { code: 'consent/changed-meanwhile' };
      await save(1);
      await expect(save(1)).rejects.toMatchObject(stale);
      await expect(save(3)).rejects.toMatchObject(stale);
      await save(2);
      expect(await run((tx) => tx.consents.find(id(20)))).toMatchObject(aConsent(20, { version: 2 }));
    });

    it('tell which resources use a grant, in order', async () => {
      await run(async (tx) => {
        for (const n of [1, 2]) await tx.grants.save(aGrant(n));
        const given = { state: 'granted', grantId: id(1) } as const;
        for (const n of [23, 22]) await tx.consents.save(aConsent(n, given));
        await tx.consents.save(aConsent(24, { ...given, grantId: id(2) }));
      });
      const users = await run((tx) => tx.consents.byGrant(id(1)));
      expect(users.map(({ resourceId }) => resourceId)).toEqual([id(22), id(23)]);
    });

    it('show the newest trip that somebody asked for, and end those that are open', async () => {
      await run(async (tx) => {
        await tx.requests.add(aRequest(31, { status: 'denied' }));
        await tx.requests.add(aRequest(32));
        await tx.requests.add(aRequest(33, { status: 'offered' }));
        await tx.requests.add(aRequest(34, { resourceId: id(12) }));
      });
      expect(await run((tx) => tx.requests.latest(id(10)))).toMatchObject({ id: id(32) });
      expect(await run((tx) => tx.requests.cancelOpen(id(10), aRequest(32).createdAt))).toBe(1);
      expect(await run((tx) => tx.requests.cancelOpen(id(10)))).toBe(1);
      expect(await run((tx) => tx.requests.lockByState('state-31'))).toMatchObject({ status: 'denied' });
      expect(await run((tx) => tx.requests.lockByState('state-33'))).toMatchObject({ status: 'cancelled' });
      expect(await run((tx) => tx.requests.lockByState('state-34'))).toMatchObject(
        aRequest(34, { resourceId: id(12) }),
      );
      await run((tx) => tx.requests.setStatus(id(34), 'granted'));
      expect(await run((tx) => tx.requests.latest(id(12)))).toMatchObject({ status: 'granted' });
    });

    it('forget old trips', async () => {
      await run(async (tx) => {
        for (const n of [31, 32]) await tx.requests.add(aRequest(n));
        await tx.requests.deleteBefore(after(32));
      });
      expect(await run((tx) => tx.requests.lockByState('state-31'))).toBeNull();
      expect(await run((tx) => tx.requests.lockByState('state-32'))).not.toBeNull();
    });

    it('keep one grant for each account, found by either name', async () => {
      await run((tx) => tx.grants.save(aGrant(1)));
      const renewed = aGrant(1, { state: 'needs-consent', generation: 2, scopes: [], refreshToken: 'second.x' });
      await run((tx) => tx.grants.save(renewed));
      expect(await run((tx) => tx.grants.find(id(1)))).toMatchObject(renewed);
      expect(await run((tx) => tx.grants.lock(id(1)))).toMatchObject(renewed);
      expect(await run((tx) => tx.grants.lockAccount('account-1'))).toMatchObject(renewed);
      expect(await run((tx) => tx.grants.lockAccount('account-2'))).toBeNull();
      await expect(run((tx) => tx.grants.save(aGrant(2, { accountHash: 'account-1' })))).rejects.toMatchObject({
        constraint: 'google_grant_account',
      });
    });

    it('S76: know which accounts are in use, whoever’s', async () => {
      await run((tx) => tx.grants.save(aGrant(1)));
      await run((tx) => tx.grants.save(aGrant(1)), other);
      const used = () => across((tx) => tx.revocations.accountInUse('account-1'));
      expect((await across((tx) => tx.revocations.tenantsWithGrants())).sort()).toEqual([tenant, other]);
      await run((tx) => tx.grants.delete(aGrant(1)));
      expect(await run((tx) => tx.grants.find(id(1)))).toBeNull();
      expect([await used(), await across((tx) => tx.revocations.tenantsWithGrants())]).toEqual([true, [other]]);
      await run((tx) => tx.grants.delete(aGrant(1)), other);
      expect(await used()).toBe(false);
    });

    it('I9: seal anew what another key has sealed, unless it was replaced meanwhile', async () => {
      const sealed = { refreshToken: 'second.t', account: 'second.a' };
      await run((tx) => tx.grants.save(aGrant(1)));
      await run((tx) => tx.grants.save(aGrant(2, sealed)));
      await run((tx) => tx.revocations.add(aRevocation(3), noon));
      expect(await run((tx) => tx.grants.sealedOtherwise('second', 10))).toMatchObject([{ id: id(1) }]);
      const [waiting] = await across((tx) => tx.revocations.sealedOtherwise('second', 10));
      await run((tx) => tx.grants.reseal(aGrant(1, { refreshToken: 'first.old' }), sealed));
      expect(await run((tx) => tx.grants.find(id(1)))).toMatchObject({ refreshToken: 'first.1' });
      await run((tx) => tx.grants.reseal(aGrant(1), sealed));
      await across((tx) => tx.revocations.reseal(waiting!, 'second.r'));
      expect(await run((tx) => tx.grants.find(id(1)))).toMatchObject(sealed);
      expect(await across((tx) => tx.revocations.sealedOtherwise('second', 10))).toEqual([]);
    });

    it('hand out tokens to give back, the one due longest first, each to one worker for a while', async () => {
      await run((tx) => tx.revocations.add(aRevocation(1), after(10)));
      await run((tx) => tx.revocations.add(aRevocation(2), noon));
      const take = (now: Date) => across((tx) => tx.revocations.take(now, new Date(now.getTime() + 60_000)));
      expect(await take(after(-1))).toBeNull();
      const first = (await take(after(10)))!;
      expect(first).toMatchObject({ ...aRevocation(2), attempts: 0 });
      expect([await take(after(10)), await take(after(10))]).toMatchObject([{ id: id(1) }, null]);
      await across((tx) => tx.revocations.postpone(first, after(20)));
      const again = (await take(after(20)))!;
      expect(again).toMatchObject({ id: id(2), attempts: 1 });
      await across((tx) => tx.revocations.remove(again));
      expect(await take(after(70))).toMatchObject({ id: id(1) });
      expect(await take(after(100))).toBeNull();
    });

    it('remember which calendars Kalends made, once each', async () => {
      await run(async (tx) => {
        for (const calendar of ['a', 'b', 'a']) await tx.createdCalendars.add('account-1', calendar);
      });
      expect([...(await run((tx) => tx.createdCalendars.ids('account-1')))].sort()).toEqual(['a', 'b']);
      expect([...(await run((tx) => tx.createdCalendars.ids('account-2')))]).toEqual([]);
      expect([...(await run((tx) => tx.createdCalendars.ids('account-1'), other))]).toEqual([]);
    });

    it('I8: show a tenant nothing of another one', async () => {
      await run(async (tx) => {
        await tx.grants.save(aGrant(1));
        await tx.consents.save(aConsent(20));
        await tx.requests.add(aRequest(31));
      });
      expect(await run((tx) => tx.grants.find(id(1)), other)).toBeNull();
      expect(await run((tx) => tx.consents.find(id(20)), other)).toBeNull();
      expect(await run((tx) => tx.requests.lockByState('state-31'), other)).toBeNull();
      expect(await across((tx) => tx.consents.byGrant(id(1)))).toEqual([]);
    });
  });

  describe(`two transactions of consent ${name}`, () => {
    let begun: OpenTransaction<ConsentTx>[] = [];
    afterEach(async () => {
      await Promise.all(begun.map((transaction) => transaction.rollback()));
      begun = [];
    });
    const start = async (of: string | null = tenant): Promise<OpenTransaction<ConsentTx>> => {
      const transaction = await openTransaction(stores.unitOfWork, of);
      begun.push(transaction);
      return transaction;
    };
    /** The statement can't go on before the other transaction has ended. */
    const waits = async (statement: Promise<unknown>): Promise<void> => {
      let isDone = false;
      const end = (): void => void (isDone = true);
      statement.then(end, end);
      await stores.untilSomebodyWaits();
      expect(isDone).toBe(false);
    };
    const ends = [
      ['commits', 'commit'],
      ['is rolled back', 'rollback'],
    ] as const;

    it('use up one state once: the second sees that the first has it', async () => {
      await run((tx) => tx.requests.add(aRequest(31)));
      const [first, second] = [await start(), await start()];
      await first.tx.requests.lockByState('state-31');
      await first.tx.requests.setStatus(id(31), 'answered');
      const locking = second.tx.requests.lockByState('state-31');
      await waits(locking);
      await first.commit();
      expect(await locking).toMatchObject({ status: 'answered' });
    });

    it.each(ends)('make one grant of two consents of one account, when the first %s', async (_, end) => {
      const [first, second] = [await start(), await start()];
      expect(await first.tx.grants.lockAccount('account-1')).toBeNull();
      const locking = second.tx.grants.lockAccount('account-1');
      await waits(locking);
      await first.tx.grants.save(aGrant(1));
      await first[end]();
      if (end === 'commit') expect(await locking).toMatchObject({ id: id(1) });
      else expect(await locking).toBeNull();
    });

    it('hold up neither another account nor another tenant', async () => {
      const [first, second, third] = [await start(), await start(), await start(other)];
      await first.tx.grants.lockAccount('account-1');
      expect(await second.tx.grants.lockAccount('account-2')).toBeNull();
      expect(await third.tx.grants.lockAccount('account-1')).toBeNull();
    });

    it.each(ends)('change one consent, the second in vain if the first %s', async (_, end) => {
      await run((tx) => tx.consents.save(aConsent(20)));
      const [first, second] = [await start(), await start()];
      const changed = aConsent(20, { version: 2 });
      await first.tx.consents.save(changed);
      const saving = second.tx.consents.save(changed);
      await waits(saving);
      await first[end]();
      if (end === 'commit') await expect(saving).rejects.toMatchObject({ code: 'consent/changed-meanwhile' });
      else await expect(saving).resolves.toBeUndefined();
    });

    it('lose or withdraw one grant one after the other', async () => {
      await run((tx) => tx.grants.save(aGrant(1)));
      const [first, second] = [await start(), await start()];
      await first.tx.grants.lock(id(1));
      const locking = second.tx.grants.lock(id(1));
      await waits(locking);
      await first.tx.grants.delete(aGrant(1));
      await first.commit();
      expect(await locking).toBeNull();
    });

    it('S12: take different tokens to give back, without waiting', async () => {
      await run(async (tx) => {
        for (const n of [1, 2]) await tx.revocations.add(aRevocation(n), after(n));
      });
      const taken = [];
      for (let count = 0; count < 3; count += 1)
        taken.push((await (await start(null)).tx.revocations.take(after(9), after(69)))?.id);
      expect(taken).toEqual([id(1), id(2), undefined]);
    });

    it('I3: number what they tell of one consent without gaps', async () => {
      const versions = async (): Promise<number> => {
        for (;;) {
          const saved = await run(async (tx) => {
            const version = ((await tx.consents.find(id(20)))?.version ?? 0) + 1;
            await tx.consents.save(aConsent(20, { version }));
            return version;
          }).catch((error: { code?: string }) =>
            error.code === 'consent/changed-meanwhile' ? null : Promise.reject(error),
          );
          if (saved !== null) return saved;
        }
      };
      await run((tx) => tx.consents.save(aConsent(20)));
      expect(new Set(await Promise.all([versions(), versions(), versions()]))).toEqual(new Set([2, 3, 4]));
    });
  });
}
