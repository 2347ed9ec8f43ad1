import type { Timer } from '@kalends/kernel';
import { timeouts, unavailable } from '@kalends/persistence';
import type { Gate } from './gate';
import type { TableOf } from './table';
import { type Scope, type Shared, Transaction } from './transaction';
import type { View } from './view';

/** One statement at a time in a transaction, as SqlSession is for Postgres. */
export interface MemorySession {
  /**
   * Runs one statement: `work` reads and writes at one instant, sees what is committed and its own transaction's writes
   * (READ COMMITTED), and is run anew from its beginning after it had to wait for another transaction's row. (Postgres
   * looks anew at that row alone and sees the others as the statement first found them.) An SqlError ends the
   * transaction, also when it is swallowed.
   * @throws SqlError 23505 and 23P01 for a broken constraint, 40P01 for a deadlock, 42501 for a row beyond the wall
   * @throws DomainError `database/unavailable` once the connection is lost
   */
  query<T>(call: string, work: (view: View) => T): Promise<T>;
  /** The wall: null in the scope of queues. */
  readonly tenantId: string | null;
  /** Runs `action` once after the commit (nudges); its errors are never thrown. */
  afterCommit(action: () => void): void;
}

/**
 * What Kalends relies on in Postgres and no more: transactions, row locks in READ COMMITTED, SKIP LOCKED, unique and
 * exclusion constraints that wait for who is first, deadlocks that are found, and the tenant wall.
 */
export class MemoryDatabase {
  private readonly shared: Shared = { committed: new Map(), active: new Set(), sequences: new Map(), deadlocks: 0 };
  /** @param timer ends a wait for a lock as Postgres' lock_timeout does; without one, waits have no end */
  constructor(private readonly timer?: Timer) {}

  /** Called with the names of the tables that a commit has changed. */
  onCommit: (tables: Iterable<string>) => void = () => {};

  /** Committed rows, for those who judge. */
  rows<Row>(of: TableOf<Row>): readonly Row[] {
    return (this.shared.committed.get(of.name)?.values() ?? []) as readonly Row[];
  }

  /** How many there were, for those who judge. */
  get deadlocks(): number {
    return this.shared.deadlocks;
  }

  /** @param owner whoever holds the connection: `disconnect` ends all that it has open */
  async transaction<T>(
    { scope, gate, owner }: { readonly scope: Scope; readonly gate: Gate; readonly owner?: object },
    work: (session: MemorySession) => Promise<T>,
  ): Promise<T> {
    const transaction = new Transaction(scope, owner ?? gate, this.shared);
    const actions: (() => void)[] = [];
    try {
      const result = await work({
        query: (call, statement) => this.statement(transaction, gate, call, statement),
        tenantId: scope === 'queues' ? null : scope.tenantId,
        afterCommit: (action) => void actions.push(action),
      });
      await gate.pass(transaction.hasWritten ? 'commit' : 'done reading', () => this.commit(transaction));
      actions.forEach(runHook);
      return result;
    } catch (error) {
      transaction.rollback();
      throw error;
    }
  }

  /** The owner's connections are gone: what it had not committed is rolled back. */
  disconnect(owner: object): void {
    for (const transaction of [...this.shared.active]) if (transaction.owner === owner) transaction.lose();
  }

  private async statement<T>(transaction: Transaction, gate: Gate, call: string, work: (view: View) => T): Promise<T> {
    for (;;) {
      const outcome = await gate.pass(call, () => transaction.attempt(work));
      if (outcome.is === 'done') return outcome.result;
      await this.within(outcome.ended);
    }
  }

  private async within(ended: Promise<void>): Promise<void> {
    const { timer } = this;
    if (!timer) return ended;
    let cancel = (): void => {};
    const tooLong = new Promise<never>((_, reject) => {
      cancel = timer.after(timeouts.lock, () => reject(unavailable('55P03')));
    });
    try {
      await Promise.race([ended, tooLong]);
    } finally {
      cancel();
    }
  }

  private commit(transaction: Transaction): void {
    const changed = transaction.commit();
    if (changed.length > 0) this.onCommit(changed);
  }
}

function runHook(action: () => void): void {
  try {
    action();
  } catch {
    // The commit stands; PostgresUnitOfWork logs it.
  }
}
