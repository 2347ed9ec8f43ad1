import { SqlError } from '@kalends/persistence';
import type { Gate } from './gate';
import type { Rows, TableOf } from './table';
import { type Scope, Transaction } from './transaction';
import type { View } from './view';

/** One statement at a time in a transaction, as SqlSession is for Postgres. */
export interface MemorySession {
  /**
   * Runs one statement: `work` reads and writes at one instant, sees what is committed and its own transaction's writes
   * (READ COMMITTED), and is run anew from its beginning after it had to wait for another transaction's row.
   * @throws SqlError 23505 and 23P01 for a broken constraint, 40P01 for a deadlock
   */
  query<T>(call: string, work: (view: View) => T): Promise<T>;
  /** The wall: null in the scope of queues. */
  readonly tenantId: string | null;
  afterCommit(action: () => void): void;
}

/**
 * What Kalends relies on in Postgres and no more: transactions, row locks in READ COMMITTED, SKIP LOCKED, unique and
 * exclusion constraints that wait for who is first, deadlocks that are found, and the tenant wall.
 */
export class MemoryDatabase {
  private readonly committed = new Map<string, Rows>();
  private readonly active = new Set<Transaction>();
  private readonly sequences = new Map<string, number>();
  /** Called with the names of the tables that a commit has changed. */
  onCommit: (tables: Iterable<string>) => void = () => {};

  /** Committed rows, for those who judge. */
  rows<Row>(of: TableOf<Row>): readonly Row[] {
    return [...(this.committed.get(of.name)?.values() ?? [])] as Row[];
  }

  /** @param owner whoever holds the connection: `disconnect` ends all that it has open */
  async transaction<T>(
    { scope, gate, owner }: { readonly scope: Scope; readonly gate: Gate; readonly owner?: object },
    work: (session: MemorySession) => Promise<T>,
  ): Promise<T> {
    const transaction = new Transaction(scope, owner ?? gate, this.committed, this.active, this.sequences);
    this.active.add(transaction);
    const actions: (() => void)[] = [];
    try {
      const result = await work({
        query: (call, statement) => this.statement(transaction, gate, call, statement),
        tenantId: scope === 'queues' ? null : scope.tenantId,
        afterCommit: (action) => void actions.push(action),
      });
      await gate.pass('commit', () => this.end(transaction, 'commit'));
      for (const action of actions) action();
      return result;
    } catch (error) {
      this.end(transaction, 'rollback');
      throw error;
    }
  }

  /** The owner's connections are gone: what it had not committed is rolled back. */
  disconnect(owner: object): void {
    for (const transaction of [...this.active]) if (transaction.owner === owner) this.end(transaction, 'rollback');
  }

  private async statement<T>(transaction: Transaction, gate: Gate, call: string, work: (view: View) => T): Promise<T> {
    for (;;) {
      const outcome = await gate.pass(call, () => transaction.attempt(work));
      if (outcome.is === 'done') return outcome.result;
      await outcome.ended;
    }
  }

  private end(transaction: Transaction, how: 'commit' | 'rollback'): void {
    if (!this.active.delete(transaction)) {
      if (how === 'commit') throw new SqlError('The connection was lost.', '08006', undefined, undefined);
      return;
    }
    const changed = how === 'commit' ? transaction.apply() : [];
    transaction.finish();
    if (changed.length > 0) this.onCommit(changed);
  }
}
