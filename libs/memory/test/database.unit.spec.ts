import { MemoryDatabase, MemoryUnitOfWork, openGate, type Gate } from '../src';
import { describeDatabase } from './database-contract';
import { MemoryProbe, noteTable } from './memory-probe';
import { ann } from './probe';

const standstill = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const connect = (database: MemoryDatabase, gate?: Gate, owner?: object): MemoryUnitOfWork<MemoryProbe> =>
  new MemoryUnitOfWork(database, (session) => new MemoryProbe(session), gate, owner);

describeDatabase('in memory', () =>
  Promise.resolve({ unitOfWork: connect(new MemoryDatabase()), untilSomebodyWaits: standstill }),
);

describe('for chaos and for those who judge', () => {
  let database: MemoryDatabase;
  beforeEach(() => {
    database = new MemoryDatabase();
  });
  const never = new Promise<void>(() => {});

  it('shows committed rows and tells which tables a commit has changed', async () => {
    const told: string[][] = [];
    database.onCommit = (tables) => told.push([...tables]);
    await connect(database).run(ann, async (probe) => {
      await probe.addNote(1, 'a');
      expect(database.rows(noteTable)).toEqual([]);
    });
    await connect(database).run(ann, (probe) => probe.note(1));
    expect(database.rows(noteTable)).toEqual([{ tenantId: ann, id: 1, text: 'a', count: 0 }]);
    expect(told).toEqual([['note']]);
  });

  it('rolls back what a dead owner had open, lets others go on, and answers it no more', async () => {
    const [dead, living] = [{}, {}];
    let late: MemoryProbe | undefined;
    void connect(database, openGate, dead).run(ann, async (probe) => {
      late = probe;
      await probe.addNote(1, 'a');
      await never;
    });
    const waiting = connect(database, openGate, living).run(ann, (probe) => probe.addNote(1, 'b'));
    await standstill();
    database.disconnect(dead);
    await waiting;
    expect(database.rows(noteTable)).toMatchObject([{ text: 'b' }]);
    await expect(late!.note(1)).rejects.toMatchObject({ kind: 'unavailable', code: 'database/unavailable' });
  });

  it('takes no circle of waiting for a deadlock that goes through the dead', async () => {
    const doomed = {};
    await connect(database).run(ann, async (probe) => {
      for (const id of [1, 2, 3]) await probe.addNote(id, `note ${id}`);
    });
    const slow: Gate & { calls: number } = {
      calls: 0,
      pass: async (_call, effect) => {
        // It has not heard yet that its wait is over.
        if ((slow.calls += 1) === 3) for (let turn = 0; turn < 5; turn += 1) await standstill();
        return effect();
      },
    };
    let runs = 0;
    const first = connect(database).run(ann, async (probe) => {
      runs += 1;
      await probe.bump(1);
      await standstill();
      await standstill();
      await probe.bump(3);
    });
    const dead = connect(database, openGate, doomed).run(ann, async (probe) => {
      await probe.bump(2);
      await probe.bump(1);
    });
    const third = connect(database, slow).run(ann, async (probe) => {
      await probe.bump(3);
      await probe.bump(2);
    });
    await standstill();
    database.disconnect(doomed);
    await Promise.all([first, third, expect(dead).rejects.toMatchObject({ kind: 'unavailable' })]);
    expect(runs).toBe(1);
    expect(database.rows(noteTable).map(({ count }) => count)).toEqual([1, 1, 2]);
  });

  it('passes the gate with each statement, once more after it had to wait, and with the commit', async () => {
    const calls: string[] = [];
    const gate: Gate = { pass: async (call, effect) => (calls.push(call), effect()) };
    const held = connect(database).run(ann, async (probe) => {
      await probe.addNote(1, 'a');
      await standstill();
      await standstill();
    });
    await standstill();
    const waiting = connect(database, gate).run(ann, (probe) => probe.addNote(2, 'a'));
    await expect(waiting).rejects.toMatchObject({ code: '23505' });
    await held;
    await connect(database, gate).run(ann, (probe) => probe.bump(1));
    expect(calls).toEqual(['addNote', 'addNote', 'bump', 'commit']);
  });

  it('rolls back when the gate refuses the commit, and keeps it when only the answer is lost', async () => {
    const losing = (effectFirst: boolean): Gate => ({
      pass: async (call, effect) => {
        if (call !== 'commit') return effect();
        if (effectFirst) effect();
        throw new Error('no answer');
      },
    });
    for (const [id, effectFirst] of [
      [1, false],
      [2, true],
    ] as const)
      await expect(
        connect(database, losing(effectFirst)).run(ann, (probe) => probe.addNote(id, `note ${id}`)),
      ).rejects.toThrow('no answer');
    expect(database.rows(noteTable)).toMatchObject([{ id: 2 }]);
  });

  it('counts by sequences that a rollback does not set back', async () => {
    const next = (fails: boolean): Promise<number> =>
      database.transaction({ scope: 'queues', gate: openGate }, async (session) => {
        const value = await session.query('next', (view) => view.next('seq'));
        if (fails) throw new Error('rolled back');
        return value;
      });
    expect(await next(false)).toBe(1);
    await expect(next(true)).rejects.toThrow('rolled back');
    expect(await next(false)).toBe(3);
  });
});
