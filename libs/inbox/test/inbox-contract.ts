import { aggregateKey } from '@kalends/contracts';
import { uuidv7, type UnitOfWork } from '@kalends/kernel';
import type { EventMeta, Inbox, ParkedEvent, WithInbox } from '../src';
import { tenantId, topic } from './effects';

export interface InboxUnderTest {
  /** The inbox of a consumer that has seen nothing. */
  unitOfWork(consumer: string): UnitOfWork<WithInbox>;
  /** Resolves once as many transactions wait for another one's end as can be. */
  untilSomebodyWaits(): Promise<void>;
  /** Lets the inbox's time pass: everything in it is older then. */
  pass(ms: number): Promise<void>;
}

const days = (count: number): number => count * 24 * 60 * 60 * 1000;

/** What EventApplier relies on, said once for the inbox in Postgres and for the one in memory. */
export function describeInbox(name: string, open: () => Promise<InboxUnderTest>): void {
  describe(`the inbox ${name}`, () => {
    let under: InboxUnderTest;
    let unitOfWork: UnitOfWork<WithInbox>;
    beforeEach(async () => {
      under = await open();
      unitOfWork = under.unitOfWork('probe');
    });

    const run = <T>(work: (inbox: Inbox) => Promise<T>, of = unitOfWork): Promise<T> =>
      of.run(tenantId, ({ inbox }) => work(inbox));
    const metaOf = (aggregateId: string, version: number): EventMeta => ({
      eventId: uuidv7.next(),
      topic,
      partition: 3,
      offset: '42',
      key: aggregateKey(tenantId, aggregateId),
      tenantId,
      aggregateId,
      version,
    });
    const parked = (meta: EventMeta, attempts = 1, reason = 'branch/nonsense'): ParkedEvent => ({
      meta,
      payload: Uint8Array.from([1, 2, 0xff]),
      headers: { traceparent: '00-1-2-01' },
      reason,
      message: 'It makes no sense.',
      attempts,
    });
    const admit = (event: EventMeta): ReturnType<Inbox['admit']> => run((inbox) => inbox.admit(event));
    const park = (event: ParkedEvent): Promise<void> => run((inbox) => inbox.park(event));
    /** As EventApplier replays: the version that was applied, or null when none is parked. */
    const replayOne = (of: EventMeta): Promise<number | null> =>
      run(async (inbox) => {
        const event = await inbox.takeParked(of);
        if (event === null) return null;
        expect(await inbox.admit(event.meta)).toBe('new');
        await inbox.settleParked(event.meta, 'ops');
        return event.meta.version;
      });
    const oldestParked = (of: EventMeta): Promise<ParkedEvent | null> =>
      new Promise((resolve, reject) => {
        const look = run(async (inbox) => {
          resolve(await inbox.takeParked(of));
          throw new Error('only looked');
        });
        look.catch(reject);
      });
    /** A transaction that has admitted the event, and ends when it is told to. */
    const admitting = async (event: EventMeta): Promise<{ commit(): Promise<void>; rollback(): Promise<void> }> => {
      let [resolve, reject]: [() => void, (error: Error) => void] = [() => {}, () => {}];
      const ended = new Promise<void>((...settle) => ([resolve, reject] = settle));
      let done: Promise<void> = Promise.resolve();
      await new Promise<void>((admitted, failed) => {
        done = run(async (inbox) => {
          await inbox.admit(event);
          admitted();
          await ended;
        });
        done.catch(failed);
      });
      return {
        commit: () => (resolve(), done),
        rollback: () => (reject(new Error('rolled back')), done.catch(() => undefined)),
      };
    };
    const expectWaiting = async (statement: Promise<unknown>): Promise<void> => {
      let isDone = false;
      const end = (): void => void (isDone = true);
      statement.then(end, end);
      await under.untilSomebodyWaits();
      expect(isDone).toBe(false);
    };

    describe('admits', () => {
      it('S13: an event once, and none that is older than another of its aggregate', async () => {
        const id = uuidv7.next();
        const [v4, v5, v6] = [4, 5, 6].map((version) => metaOf(id, version));
        expect(await admit(v5!)).toBe('new');
        expect(await admit(v5!)).toBe('known');
        expect(await admit(v4!)).toBe('known');
        expect(await admit(metaOf(id, 5))).toBe('known');
        expect(await admit(v6!)).toBe('new');
      });

      it('an event again whose transaction was rolled back', async () => {
        const event = metaOf(uuidv7.next(), 1);
        await run(async (inbox) => {
          await inbox.admit(event);
          throw new Error('rolled back');
        }).catch(() => undefined);
        expect(await admit(event)).toBe('new');
      });

      it('each aggregate, each topic and each consumer by itself', async () => {
        const event = metaOf(uuidv7.next(), 2);
        await admit(event);
        expect(await admit(metaOf(uuidv7.next(), 1))).toBe('new');
        expect(await admit({ ...metaOf(event.aggregateId, 1), topic: 'another.v1' })).toBe('new');
        expect(await run((inbox) => inbox.admit(event), under.unitOfWork('other'))).toBe('new');
      });

      it('the same event to one of two transactions: the second waits, and knows it then', async () => {
        const event = metaOf(uuidv7.next(), 1);
        const first = await admitting(event);
        const second = admit(event);
        await expectWaiting(second);
        await first.commit();
        expect(await second).toBe('known');
      });

      it('the same event to the second transaction when the first is rolled back', async () => {
        const event = metaOf(uuidv7.next(), 1);
        const first = await admitting(event);
        const second = admit(event);
        await expectWaiting(second);
        await first.rollback();
        expect(await second).toBe('new');
      });

      it('an aggregate’s events one transaction after the other, known or not', async () => {
        const id = uuidv7.next();
        const known = metaOf(id, 1);
        await admit(known);
        const first = await admitting(metaOf(id, 3));
        const [oldest, older, newer] = [admit(known), admit(metaOf(id, 2)), admit(metaOf(id, 4))];
        for (const waiting of [oldest, older, newer]) await expectWaiting(waiting);
        expect(await admit(metaOf(uuidv7.next(), 1))).toBe('new');
        await first.commit();
        expect([await oldest, await older]).toEqual(['known', 'known']);
        expect(await newer).toBe('new');
      });
    });

    describe('parks', () => {
      it('an event with all that is needed to apply it later, and holds later ones of its aggregate alone', async () => {
        const id = uuidv7.next();
        const event = parked(metaOf(id, 2));
        await admit(metaOf(id, 1));
        await park(event);
        expect(await admit(metaOf(id, 3))).toBe('held');
        expect(await admit(event.meta)).toBe('held');
        expect(await admit(metaOf(id, 1))).toBe('known');
        expect(await admit(metaOf(uuidv7.next(), 3))).toBe('new');
        const found = await oldestParked(event.meta);
        expect({ ...found, payload: Uint8Array.from(found!.payload) }).toEqual(event);
        expect(await oldestParked(metaOf(uuidv7.next(), 1))).toBeNull();
      });

      it('an event once: each further attempt counts, those that only queue behind do not', async () => {
        const event = parked(metaOf(uuidv7.next(), 1));
        await park(event);
        await park({ ...event, reason: 'TypeError', message: 'undefined is not a function', attempts: 1 });
        await park({ ...event, reason: 'parked/behind-another', attempts: 0 });
        expect(await oldestParked(event.meta)).toMatchObject({
          reason: 'TypeError',
          message: 'undefined is not a function',
          attempts: 2,
        });
      });

      it('nothing that was applied meanwhile', async () => {
        const event = metaOf(uuidv7.next(), 1);
        await admit(event);
        await park(parked(event));
        expect(await oldestParked(event)).toBeNull();
        expect(await admit(metaOf(event.aggregateId, 2))).toBe('new');
      });

      it('until they are replayed in order of version, and holds later ones while any is left', async () => {
        const id = uuidv7.next();
        const [v2, v3, v5] = [2, 3, 5].map((version) => metaOf(id, version));
        await park(parked(v3!));
        await park(parked(v2!));
        await park(parked(v5!, 0));
        expect(await replayOne(v5!)).toBe(2);
        expect(await admit(metaOf(id, 6))).toBe('held');
        expect([await replayOne(v5!), await replayOne(v5!), await replayOne(v5!)]).toEqual([3, 5, null]);
        expect(await admit(v3!)).toBe('known');
        expect(await admit(metaOf(id, 6))).toBe('new');
      });

      it('still, when the replay is rolled back', async () => {
        const event = metaOf(uuidv7.next(), 1);
        await park(parked(event));
        await oldestParked(event);
        expect(await admit(metaOf(event.aggregateId, 2))).toBe('held');
        expect(await replayOne(event)).toBe(1);
      });
    });

    it('forgets applied events after 14 days, as many as are asked for, and parked ones never', async () => {
      const ofAll = <T>(work: (inbox: Inbox) => Promise<T>): Promise<T> =>
        unitOfWork.runAcrossTenants(({ inbox }) => work(inbox));
      const [held, replayed] = [metaOf(uuidv7.next(), 1), metaOf(uuidv7.next(), 1)];
      await park(parked(held));
      await park(parked(replayed));
      await replayOne(replayed);
      await admit(metaOf(uuidv7.next(), 1));
      await under.pass(days(13));
      await admit(metaOf(uuidv7.next(), 1));
      expect(await ofAll((inbox) => inbox.purge(10))).toBe(0);
      await under.pass(days(18));
      expect(await ofAll((inbox) => inbox.purge(2))).toBe(2);
      expect(await ofAll((inbox) => inbox.purge(10))).toBe(1);
      expect(await oldestParked(held)).toMatchObject({ attempts: 1 });
      // The version guard outlives them.
      expect(await admit(replayed)).toBe('known');
    });
  });
}
