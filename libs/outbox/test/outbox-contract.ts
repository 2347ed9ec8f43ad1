import { create, fromBinary } from '@bufbuild/protobuf';
import { BranchChangedSchema, topics } from '@kalends/contracts';
import { eventIdentity, type Producer } from '@kalends/kafka';
import { silentLog, systemRandomness, uuidv7, type Clock, type UnitOfWork } from '@kalends/kernel';
import { shardOf } from '../src/shard';
import { OutboxRelay, type Outbox, type OutboxRecord, type OutboxStore, type OutgoingEvent } from '../src';

export const tenantId = uuidv7.next();

export interface OutboxUnderTest {
  /** `nudge` goes to the outbox. */
  unitOfWork(nudge?: () => void): UnitOfWork<Outbox>;
  /** The outbox is empty and nobody leads. */
  readonly store: OutboxStore;
  /** That holder alone leads the shard for ten seconds. */
  lend(shard: number, holder: string): Promise<void>;
  /** Lets the store's time pass: everything in it is older then. */
  pass(ms: number): Promise<void>;
}

export const changed = (aggregateId: string, version: number): OutgoingEvent<'branchChanged'> => ({
  name: 'branchChanged',
  tenantId,
  aggregateId,
  version,
  payload: create(BranchChangedSchema, { eventId: uuidv7.next() }),
});
export const working: Producer = { send: () => Promise.resolve(), stop: () => Promise.resolve() };

const days = (count: number): number => count * 24 * 60 * 60 * 1000;
const leaseMs = 10_000;

/** What the relay and those who write rely on, said once for the outbox in Postgres and for the one in memory. */
export function describeOutbox(name: string, open: () => Promise<OutboxUnderTest>): void {
  describe(`the outbox ${name}`, () => {
    let under: OutboxUnderTest;
    let store: OutboxStore;
    let unitOfWork: UnitOfWork<Outbox>;
    beforeEach(async () => {
      under = await open();
      ({ store } = under);
      unitOfWork = under.unitOfWork();
    });

    const write = (aggregateId = uuidv7.next(), version = 1): Promise<void> =>
      unitOfWork.run(tenantId, (outbox) => outbox.append(changed(aggregateId, version)));
    const [anna, bert] = [uuidv7.next(), uuidv7.next()];
    const unsent = (holder = anna, limit = 100): Promise<readonly OutboxRecord[]> =>
      store.unsent(holder, leaseMs, limit);
    const versions = (records: readonly OutboxRecord[]): number[] => records.map(({ version }) => version);
    /** A transaction that has appended, and ends when it is told to. */
    const appending = async (event: OutgoingEvent): Promise<() => Promise<void>> => {
      let commit: () => void = () => {};
      const ended = new Promise<void>((resolve) => (commit = resolve));
      let done: Promise<void> = Promise.resolve();
      await new Promise<void>((appended, failed) => {
        done = unitOfWork.run(tenantId, async (outbox) => {
          await outbox.append(event);
          appended();
          await ended;
        });
        done.catch(failed);
      });
      return () => (commit(), done);
    };

    describe('as it is written', () => {
      it('I2: holds one record for each committed version and none for a rolled back one', async () => {
        const aggregate = uuidv7.next();
        for (let version = 1; version <= 5; version += 1) {
          await unitOfWork
            .run(tenantId, async (outbox) => {
              await outbox.append(changed(aggregate, version));
              throw new Error('rolled back');
            })
            .catch(() => undefined);
          await write(aggregate, version);
          await expect(write(aggregate, version)).rejects.toMatchObject({ constraint: 'outbox_one_event_per_version' });
        }
        expect(versions(await unsent())).toEqual([1, 2, 3, 4, 5]);
      });

      it('keeps all that a record needs', async () => {
        const event = changed(uuidv7.next(), 3);
        await unitOfWork.run(tenantId, (outbox) => outbox.append(event));
        const [record] = await unsent();
        const { aggregateId, payload } = event;
        expect(record).toMatchObject({
          topic: topics.branchChanged.name,
          tenantId,
          aggregateId,
          version: 3,
          headers: {},
        });
        expect(record!.eventId).toBe(payload.eventId);
        expect(fromBinary(BranchChangedSchema, record!.payload)).toEqual(payload);
      });

      it('refuses an event that Kafka would refuse for ever', async () => {
        const payload = create(BranchChangedSchema, { changedFields: ['x'.repeat(1_000_000)] });
        const huge = { ...changed(uuidv7.next(), 1), payload };
        await expect(unitOfWork.run(tenantId, (outbox) => outbox.append(huge))).rejects.toMatchObject({
          code: 'event/too-large',
        });
      });

      it('nudges once the event is committed', async () => {
        let nudges = 0;
        const nudging = under.unitOfWork(() => void (nudges += 1));
        await nudging.run(tenantId, async (outbox) => {
          await outbox.append(changed(uuidv7.next(), 1));
          expect(nudges).toBe(0);
        });
        expect(nudges).toBe(1);
      });
    });

    describe('as a relay reads it', () => {
      it('shows committed records only, also those that were written before others and are committed after them', async () => {
        const commit = await appending(changed(uuidv7.next(), 1));
        await write(uuidv7.next(), 2);
        const first = await unsent();
        expect(versions(first)).toEqual([2]);
        await store.markSent(first);
        await commit();
        expect(versions(await unsent())).toEqual([1]);
      });

      it('shows records in the order in which they were written, whoever commits first', async () => {
        const commit = await appending(changed(uuidv7.next(), 1));
        await write(uuidv7.next(), 2);
        await commit();
        expect(versions(await unsent())).toEqual([1, 2]);
      });

      it('shows as many as are asked for, in the order in which they were written', async () => {
        const aggregates = Array.from({ length: 6 }, () => uuidv7.next());
        for (const version of [1, 2]) for (const aggregate of aggregates) await write(aggregate, version);
        const all = await unsent();
        expect(all.map(({ aggregateId, version }) => [aggregateId, version])).toEqual(
          [1, 2].flatMap((version) => aggregates.map((aggregate) => [aggregate, version])),
        );
        const seqs = all.map(({ seq }) => BigInt(seq));
        expect(seqs.every((seq, index) => index === 0 || seq > seqs[index - 1]!)).toBe(true);
        expect(await unsent(anna, 5)).toEqual(all.slice(0, 5));
      });

      it('shows no more what is marked as sent, whoever marks it', async () => {
        await write(uuidv7.next(), 1);
        const records = await unsent();
        await write(uuidv7.next(), 2);
        await store.markSent(records);
        await store.markSent(records);
        expect(versions(await unsent())).toEqual([2]);
      });

      it('has one leader at a time, until it releases its lease', async () => {
        await write();
        expect(await unsent(anna)).toHaveLength(1);
        expect(await unsent(bert)).toEqual([]);
        await store.release(bert);
        expect(await unsent(bert)).toEqual([]);
        await store.release(anna);
        expect(await unsent(bert)).toHaveLength(1);
        expect(await unsent(anna)).toEqual([]);
      });

      it('shows a leader the records of its own shards alone', async () => {
        for (let version = 1; version <= 40; version += 1) await write(uuidv7.next(), version);
        await under.lend(1, bert);
        const [annas, berts] = [await unsent(anna), await unsent(bert)];
        expect(new Set(annas.map(({ aggregateId }) => shardOf(aggregateId)))).toEqual(new Set([0, 2, 3]));
        expect(new Set(berts.map(({ aggregateId }) => shardOf(aggregateId)))).toEqual(new Set([1]));
        expect(annas.length + berts.length).toBe(40);
      });

      it('has another leader once the lease has expired and was not renewed', async () => {
        await write();
        await unsent(anna);
        await under.pass(leaseMs * 0.6);
        expect(await unsent(anna)).toHaveLength(1);
        await under.pass(leaseMs * 0.6);
        expect(await unsent(bert)).toEqual([]);
        await under.pass(leaseMs * 0.6);
        expect(await unsent(bert)).toHaveLength(1);
        expect(await unsent(anna)).toEqual([]);
      });

      it('says how long the oldest record has waited', async () => {
        expect(await store.oldestUnsentMs()).toBe(0);
        await write();
        await under.pass(40_000);
        await write();
        expect(await store.oldestUnsentMs()).toBeGreaterThanOrEqual(40_000);
        expect(await store.oldestUnsentMs()).toBeLessThan(45_000);
        await store.markSent(await unsent());
        expect(await store.oldestUnsentMs()).toBe(0);
      });

      it('deletes as many as are asked for of what was sent so long ago, and nothing that was not', async () => {
        for (const version of [1, 2, 3]) await write(uuidv7.next(), version);
        await store.markSent((await unsent()).slice(0, 2));
        await under.pass(days(1));
        const left = await unsent();
        expect(await store.deleteSent(days(2), 10)).toBe(0);
        expect(await store.deleteSent(days(1) / 2, 1)).toBe(1);
        expect(await store.deleteSent(days(1) / 2, 10)).toBe(1);
        expect(await store.deleteSent(0, 10)).toBe(0);
        expect(await unsent()).toEqual(left);
      });
    });

    describe('by the relay', () => {
      const relayBy = (producer: Producer, clock: Clock = { now: () => new Date() }): OutboxRelay =>
        new OutboxRelay({ store, producer, clock, ids: uuidv7, randomness: systemRandomness, log: silentLog });

      it('is told again after a rejected send and a back-off, in order, and loses nothing', async () => {
        const aggregate = uuidv7.next();
        for (const version of [1, 2, 3]) await write(aggregate, version);
        let now = Date.now();
        const sent: number[] = [];
        let rejections = 2;
        const moody: Producer = {
          ...working,
          send: (records) => {
            if ((rejections -= 1) >= 0) return Promise.reject(new Error('leader not available'));
            sent.push(...records.map((record) => eventIdentity(record)!.version));
            return Promise.resolve();
          },
        };
        const relay = relayBy(moody, { now: () => new Date(now) });
        expect(await relay.processAll()).toBe(0);
        expect(await relay.processAll()).toBe(0);
        expect(rejections).toBe(1); // the second call came before its time
        for (let tries = 0; tries < 2; tries += 1) {
          now += 6_000;
          await relay.processAll();
        }
        expect(sent).toEqual([1, 2, 3]);
        expect(await relay.processAll()).toBe(0);
        await relay.stop();
      });

      it('is told by one of them, until that stops', async () => {
        const [first, second] = [relayBy(working), relayBy(working)];
        await write();
        expect(await first.processAll()).toBe(1);
        await write();
        expect(await second.processAll()).toBe(0);
        await first.stop();
        expect(await second.processAll()).toBe(1);
        await second.stop();
      });

      it('forgets after a week what was sent, and nothing that was not', async () => {
        await write(uuidv7.next(), 1);
        await relayBy(working).processAll();
        await under.pass(days(8));
        await write(uuidv7.next(), 2);
        await under.pass(days(8));
        const relay = relayBy(working);
        await relay.processAll();
        await under.pass(1_000);
        expect(await store.deleteSent(0, 10)).toBe(1);
        await relay.stop();
      });
    });
  });
}
