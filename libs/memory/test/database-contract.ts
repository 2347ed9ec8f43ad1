import type { UnitOfWork } from '@kalends/kernel';
import { SqlError } from '@kalends/persistence';
import { ann, bob, type Probe } from './probe';

export interface DatabaseUnderTest {
  /** On three empty tables. */
  readonly unitOfWork: UnitOfWork<Probe>;
  /** Resolves once as many transactions wait for another one's end as can be. */
  untilSomebodyWaits(): Promise<void>;
}

/** A transaction that a test goes through step by step. */
interface Steps extends Probe {
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

const deferred = (): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } => {
  let [resolve, reject]: [() => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<void>((...settle) => ([resolve, reject] = settle));
  return { promise, resolve, reject };
};

/** What Kalends relies on in Postgres, said once for the real one and for the fake. */
export function describeDatabase(name: string, open: () => Promise<DatabaseUnderTest>): void {
  describe(`the database ${name}`, () => {
    let database: DatabaseUnderTest;
    let begun: Steps[] = [];
    beforeEach(async () => {
      database = await open();
    });
    afterEach(async () => {
      await Promise.all(begun.map((steps) => steps.rollback()));
      begun = [];
    });

    const run = <T>(work: (probe: Probe) => Promise<T>, of = ann): Promise<T> => database.unitOfWork.run(of, work);
    const begin = (): Promise<Steps> =>
      new Promise((resolve, reject) => {
        const done = run((probe) => {
          const ended = deferred();
          const commit = (): Promise<void> => (ended.resolve(), done);
          const rollback = (): Promise<void> => (ended.reject(new Error('rolled back')), done.catch(() => undefined));
          const steps = Object.assign(Object.create(probe) as Probe, { commit, rollback });
          begun.push(steps);
          resolve(steps);
          return ended.promise;
        });
        done.catch(reject);
      });
    /** The statement can't go on before another transaction has ended. */
    const expectWaiting = async (statement: Promise<unknown>): Promise<void> => {
      let isDone = false;
      const end = (): void => void (isDone = true);
      statement.then(end, end);
      await database.untilSomebodyWaits();
      expect(isDone).toBe(false);
    };
    const withNotes = (...texts: string[]): Promise<void> =>
      run(async (probe) => {
        for (const [index, text] of texts.entries()) await probe.addNote(index + 1, text);
      });

    describe('visibility', () => {
      it('shows each statement what is committed by then, and nothing that is not', async () => {
        const [writer, reader] = [await begin(), await begin()];
        await writer.addNote(1, 'a');
        expect(await reader.note(1)).toBeNull();
        await writer.commit();
        expect(await reader.note(1)).toEqual({ id: 1, text: 'a', count: 0 });
        await run((probe) => probe.rename(1, 'b'));
        expect(await reader.note(1)).toMatchObject({ text: 'b' });
      });

      it('shows a transaction its own writes', async () => {
        await withNotes('a', 'b');
        await run(async (probe) => {
          await probe.addNote(3, 'c');
          await probe.removeNote(1);
          await probe.rename(2, 'B');
          expect(await probe.notes()).toEqual([2, 3]);
          expect(await probe.note(2)).toMatchObject({ text: 'B' });
          await probe.addNote(1, 'a');
          expect(await probe.notes()).toEqual([1, 2, 3]);
        });
        expect(await run((probe) => probe.notes())).toEqual([1, 2, 3]);
      });

      it('keeps nothing of a transaction that throws', async () => {
        await withNotes('a', 'b');
        const attempt = run(async (probe) => {
          await probe.addNote(3, 'c');
          await probe.rename(1, 'A');
          await probe.removeNote(2);
          throw new Error('changed my mind');
        });
        await expect(attempt).rejects.toThrow('changed my mind');
        expect(await run((probe) => probe.notes())).toEqual([1, 2]);
        expect(await run((probe) => probe.note(1))).toMatchObject({ text: 'a' });
      });
    });

    describe('row locks', () => {
      it('let readers read', async () => {
        await withNotes('a');
        const writer = await begin();
        await writer.rename(1, 'b');
        expect(await run((probe) => probe.note(1))).toMatchObject({ text: 'a' });
      });

      it('make FOR UPDATE wait, and give the row as it is then', async () => {
        await withNotes('a');
        const [first, second] = [await begin(), await begin()];
        await first.lockNote(1);
        await first.rename(1, 'b');
        const locked = second.lockNote(1);
        await expectWaiting(locked);
        await first.commit();
        expect(await locked).toMatchObject({ text: 'b' });
      });

      it('end with a rollback, too, and then the row is as it was', async () => {
        await withNotes('a');
        const [first, second] = [await begin(), await begin()];
        await first.rename(1, 'b');
        const locked = second.lockNote(1);
        await expectWaiting(locked);
        await first.rollback();
        expect(await locked).toMatchObject({ text: 'a' });
      });

      it('give nothing when the row is gone by then', async () => {
        await withNotes('a');
        const [first, second] = [await begin(), await begin()];
        await first.removeNote(1);
        const locked = second.lockNote(1);
        await expectWaiting(locked);
        await first.commit();
        expect(await locked).toBeNull();
      });

      it('lose no update: the second one changes what the first has left', async () => {
        await withNotes('a');
        const first = await begin();
        await first.bump(1);
        const second = run((probe) => probe.bump(1));
        await expectWaiting(second);
        await first.commit();
        await second;
        expect(await run((probe) => probe.note(1))).toMatchObject({ count: 2 });
      });

      it('make a statement change each row once, though it had to wait for one of them', async () => {
        await withNotes('a', 'b');
        const first = await begin();
        await first.bump(2);
        const second = run((probe) => probe.bump(1, 2));
        await expectWaiting(second);
        await first.commit();
        await second;
        expect(await run((probe) => probe.note(1))).toMatchObject({ count: 1 });
        expect(await run((probe) => probe.note(2))).toMatchObject({ count: 2 });
      });

      it('have a condition looked at once more after the wait', async () => {
        await withNotes('a');
        const first = await begin();
        await first.rename(1, 'b');
        const second = run((probe) => probe.rename(1, 'c', 'a'));
        await expectWaiting(second);
        await first.commit();
        expect(await second).toBe(false);
        expect(await run((probe) => probe.note(1))).toMatchObject({ text: 'b' });
      });

      it('are passed over by SKIP LOCKED, one’s own are not', async () => {
        await run(async (probe) => {
          await probe.addJob(1);
          await probe.addJob(2);
        });
        const [first, second, third] = [await begin(), await begin(), await begin()];
        expect(await first.takeJob()).toBe(1);
        expect(await second.takeJob()).toBe(2);
        expect(await third.takeJob()).toBeNull();
        expect(await first.takeJob()).toBe(1);
        await second.rollback();
        expect(await third.takeJob()).toBe(2);
      });
    });

    it('locks a name until the end of the transaction', async () => {
      const first = await begin();
      await first.lockName('room');
      await first.lockName('room');
      await run((probe) => probe.lockName('hall'));
      const second = run((probe) => probe.lockName('room'));
      await expectWaiting(second);
      await first.rollback();
      await second;
    });

    describe('constraints', () => {
      const overlap = { code: '23P01', constraint: 'booking_no_overlap' };
      const oneText = { code: '23505', constraint: 'note_one_text' };

      it('refuse by their names, and let in what is not against them', async () => {
        await withNotes('a');
        await expect(run((probe) => probe.addNote(2, 'a'))).rejects.toMatchObject(oneText);
        await expect(run((probe) => probe.addNote(1, 'b'))).rejects.toMatchObject({ constraint: 'note_pkey' });
        await run((probe) => probe.addNote(2, 'b'));
        await expect(run((probe) => probe.rename(2, 'a'))).rejects.toMatchObject(oneText);
        await run((probe) => probe.addNote(1, 'a'), bob);
        await run((probe) => probe.book(1, 'red', 10, 12));
        await expect(run((probe) => probe.book(2, 'red', 11, 13))).rejects.toMatchObject(overlap);
        await run((probe) => probe.book(2, 'red', 12, 13));
        await run((probe) => probe.book(3, 'blue', 11, 13));
      });

      it('hold within a transaction, and take what it has removed for gone', async () => {
        await withNotes('a');
        await run(async (probe) => {
          await probe.removeNote(1);
          await probe.addNote(2, 'a');
        });
        await run((probe) => probe.book(9, 'blue', 10, 12));
        await run(async (probe) => {
          await probe.cancel(9);
          await probe.book(10, 'blue', 11, 13);
        });
        await expect(
          run(async (probe) => {
            await probe.book(1, 'red', 10, 12);
            await probe.book(2, 'red', 11, 13);
          }),
        ).rejects.toMatchObject(overlap);
      });

      const cases: readonly [string, (probe: Probe) => Promise<void>, (probe: Probe) => Promise<void>, object][] = [
        ['key', (probe) => probe.addNote(1, 'a'), (probe) => probe.addNote(1, 'b'), { constraint: 'note_pkey' }],
        ['unique', (probe) => probe.addNote(1, 'a'), (probe) => probe.addNote(2, 'a'), oneText],
        ['exclusion', (probe) => probe.book(1, 'red', 1, 3), (probe) => probe.book(2, 'red', 2, 4), overlap],
      ];
      it.each(cases)('(%s) wait for who was first: its commit refuses the second', async (_, one, other, refusal) => {
        const first = await begin();
        await one(first);
        const second = run(other);
        await expectWaiting(second);
        await first.commit();
        await expect(second).rejects.toMatchObject(refusal);
      });

      it.each(cases)('(%s) wait for who was first: its rollback lets the second in', async (_, one, other) => {
        const first = await begin();
        await one(first);
        const second = run(other);
        await expectWaiting(second);
        await first.rollback();
        await second;
      });

      const leaving: readonly [string, (probe: Probe) => Promise<void>, ...(typeof cases)[number]][] = [
        ['key', (probe) => probe.removeNote(1), ...cases[0]!],
        ['unique', (probe) => probe.removeNote(1), ...cases[1]!],
        ['exclusion', (probe) => probe.cancel(1), ...cases[2]!],
      ];
      it.each(leaving)('(%s) wait for who is about to go', async (_, leave, __, one, other, refusal) => {
        await run(one);
        const staying = await begin();
        await leave(staying);
        const refused = run(other);
        await expectWaiting(refused);
        await staying.rollback();
        await expect(refused).rejects.toMatchObject(refusal);
        const going = await begin();
        await leave(going);
        const admitted = run(other);
        await expectWaiting(admitted);
        await going.commit();
        await admitted;
      });

      it('refuse at once what collides with a row that somebody merely holds', async () => {
        await withNotes('a');
        const holder = await begin();
        await holder.lockNote(1);
        await expect(run((probe) => probe.addNote(2, 'a'))).rejects.toMatchObject(oneText);
      });
    });

    describe('deadlocks', () => {
      const bumpBoth = (first: number, second: number, runs: number[], holdsOne: () => Promise<void>): Promise<void> =>
        run(async (probe) => {
          runs.push(first);
          await probe.bump(first);
          await holdsOne();
          await probe.bump(second);
        });
      /** Waits for the other one, or for all to stand still. */
      const meeting = (): (() => Promise<void>) => {
        let arrived = 0;
        const both = deferred();
        return () => ((arrived += 1) >= 2 ? both.resolve() : undefined, both.promise);
      };

      it('of unsorted locks are found, and the transaction is repeated', async () => {
        await withNotes('a', 'b');
        const runs: number[] = [];
        const together = meeting();
        await Promise.all([bumpBoth(1, 2, runs, together), bumpBoth(2, 1, runs, together)]);
        expect(runs.length).toBeGreaterThan(2);
        for (const id of [1, 2]) expect(await run((probe) => probe.note(id))).toMatchObject({ count: 2 });
      });

      it('don’t come of locks in one order', async () => {
        await withNotes('a', 'b');
        const runs: number[] = [];
        const step = (): Promise<void> => Promise.resolve();
        await Promise.all(Array.from({ length: 4 }, () => bumpBoth(1, 2, runs, step)));
        expect(runs).toHaveLength(4);
        for (const id of [1, 2]) expect(await run((probe) => probe.note(id))).toMatchObject({ count: 4 });
      });
    });

    describe('a unit of work', () => {
      it('is repeated after a deadlock or a serialization failure five times and no more', async () => {
        let runs = 0;
        const failing = run(() => {
          runs += 1;
          return Promise.reject(new SqlError('again', '40001', undefined, undefined));
        });
        await expect(failing).rejects.toMatchObject({ kind: 'unavailable', code: 'database/unavailable' });
        expect(runs).toBe(5);
      });

      it('is lost with a statement that failed, though its error be swallowed', async () => {
        await withNotes('a');
        const attempt = run(async (probe) => {
          await probe.bump(1);
          await probe.addNote(2, 'a').catch(() => undefined);
        });
        await expect(attempt).rejects.toThrow(/rolled back/);
        const afterwards = run(async (probe) => {
          await probe.addNote(2, 'a').catch(() => undefined);
          await probe.note(1);
        });
        await expect(afterwards).rejects.toMatchObject({ code: '25P02' });
        expect(await run((probe) => probe.note(1))).toMatchObject({ count: 0 });
      });

      it('takes no statement after its end', async () => {
        const late = await run((probe) => Promise.resolve(probe));
        await expect((async () => late.note(1))()).rejects.toThrow(/after its transaction had ended/);
      });

      it('runs hooks after the commit and never without one, and outlives those that throw', async () => {
        const told: string[] = [];
        const tell = (what: string) => (): void => {
          told.push(what);
          throw new Error('nobody listens');
        };
        await run(async (probe) => {
          probe.afterCommit(tell('first'));
          probe.afterCommit(tell('second'));
          await probe.addNote(1, 'a');
          expect(told).toEqual([]);
        });
        expect(told).toEqual(['first', 'second']);
        const refused = run((probe) => {
          probe.afterCommit(tell('third'));
          return probe.addNote(1, 'a');
        });
        await expect(refused).rejects.toMatchObject({ code: '23505' });
        expect(told).toEqual(['first', 'second']);
      });
    });

    describe('the tenant wall', () => {
      it('shows a tenant its own rows alone, in queues too', async () => {
        for (const tenant of [ann, bob])
          await run(async (probe) => {
            await probe.addNote(1, 'a');
            await probe.addJob(7);
          }, tenant);
        await run((probe) => probe.rename(1, 'b'), bob);
        expect(await run((probe) => probe.note(1))).toMatchObject({ text: 'a' });
        expect(await run((probe) => probe.jobs())).toEqual([`${ann}/7`]);
      });

      it('shows workers the queues of all tenants and none of the tenants’ own rows', async () => {
        for (const tenant of [ann, bob])
          await run(async (probe) => {
            await probe.addNote(1, 'a');
            await probe.addJob(7);
          }, tenant);
        const seen = await database.unitOfWork.runAcrossTenants(async (probe) => [
          await probe.jobs(),
          await probe.notes(),
        ]);
        expect(seen).toEqual([[`${ann}/7`, `${bob}/7`], []]);
      });

      it('refuses rows for somebody else', async () => {
        await expect(run((probe) => probe.addNote(1, 'a', bob))).rejects.toMatchObject({ code: '42501' });
        const byWorker = database.unitOfWork.runAcrossTenants((probe) => probe.addNote(1, 'a', ann));
        await expect(byWorker).rejects.toMatchObject({ code: '42501' });
      });
    });
  });
}
