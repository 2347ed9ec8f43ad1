import { SqlError, unavailable } from '@kalends/persistence';
import { StoredTable } from './stored-table';
import type { Rows, TableOf } from './table';
import type { View } from './view';

/** Whose rows a transaction sees: one tenant's, or the queue tables of all. */
export type Scope = 'queues' | { readonly tenantId: string };

/** What all transactions of a database share. */
export interface Shared {
  readonly committed: Map<string, StoredTable>;
  /** Those that have neither ended nor failed. */
  readonly active: Set<Transaction>;
  readonly sequences: Map<string, number>;
  deadlocks: number;
}

/** Thrown inside a statement that needs a row another transaction has changed or locked. */
class Waits extends Error {
  constructor(readonly other: Transaction) {
    super('waits');
  }
}

type Attempt<T> = { readonly is: 'done'; readonly result: T } | { readonly is: 'waits'; readonly ended: Promise<void> };

interface Undo {
  readonly writes: Rows;
  readonly key: string;
  /** undefined: it had not been written before. */
  readonly before: unknown;
}

const gone = null;
const none: Rows = new Map();
/** Locks of names that are no row's. */
const names: TableOf<never> = { name: 'advisory locks', tenant: () => '', key: () => '' };

export class Transaction implements View {
  private readonly writes = new Map<string, { readonly of: TableOf<never>; readonly rows: Rows }>();
  private readonly locks = new Map<string, Set<string>>();
  private state: 'open' | 'failed' | 'lost' | 'ended' = 'open';
  private waitsFor: Transaction | null = null;
  private undo: Undo[] = [];
  /** Of those who wait for it; most have nobody. */
  private ending: PromiseWithResolvers<void> | null = null;

  constructor(
    private readonly scope: Scope,
    readonly owner: object,
    private readonly shared: Shared,
  ) {
    shared.active.add(this);
  }

  /** Resolves when nobody needs to wait for it any more. */
  get ended(): Promise<void> {
    this.ending ??= Promise.withResolvers();
    return this.ending.promise;
  }

  get hasWritten(): boolean {
    return this.writes.size > 0;
  }

  /** Runs a statement; locks that it took before it had to wait stay taken. */
  attempt<T>(work: (view: View) => T): Attempt<T> {
    this.mustBeOpen();
    this.waitsFor = null;
    this.undo = [];
    try {
      return { is: 'done', result: work(this) };
    } catch (error) {
      for (const { writes, key, before } of this.undo.toReversed()) {
        if (before === undefined) writes.delete(key);
        else writes.set(key, before);
      }
      if (!(error instanceof Waits)) {
        if (error instanceof SqlError) this.leave('failed');
        throw error;
      }
      this.waitsFor = error.other;
      for (let other: Transaction | null = error.other; other !== null; other = other.waitsFor)
        if (other === this) {
          this.shared.deadlocks += 1;
          this.leave('failed');
          throw new SqlError('deadlock detected', '40P01', undefined, undefined);
        }
      return { is: 'waits', ended: error.other.ended };
    }
  }

  /**
   * @returns names of the tables that it changed
   * @throws Error when one of its statements had failed, as Postgres answers such a COMMIT with ROLLBACK
   */
  commit(): string[] {
    if (this.state === 'failed')
      throw new Error('The transaction was rolled back: an error of one of its statements had been swallowed.');
    this.mustBeOpen();
    const { committed } = this.shared;
    for (const [name, { of, rows }] of this.writes) {
      let stored = committed.get(name);
      if (!stored) committed.set(name, (stored = new StoredTable(of as TableOf<unknown>)));
      stored.apply(rows);
    }
    this.leave('ended');
    return [...this.writes.keys()];
  }

  rollback(): void {
    this.leave('ended');
  }

  /** Its connection is gone. */
  lose(): void {
    this.leave('lost');
  }

  get<Row>(of: TableOf<Row>, key: string): Row | undefined {
    const row = this.latest(of, key);
    return row !== undefined && this.sees(of, row) ? row : undefined;
  }

  all<Row>(of: TableOf<Row>): Row[] {
    const rows: Row[] = [];
    const written = this.written(of);
    const stored = this.shared.committed.get(of.name)?.rows ?? none;
    for (const [key, row] of stored) {
      const current = written.get(key);
      const latest = (current === undefined ? row : current) as Row | null;
      if (latest !== gone && this.sees(of, latest)) rows.push(latest);
    }
    for (const [key, row] of written)
      if (row !== gone && !stored.has(key) && this.sees(of, row as Row)) rows.push(row as Row);
    return rows;
  }

  lock<Row>(of: TableOf<Row>, key: string): Row | undefined {
    const row = this.get(of, key);
    if (row !== undefined) this.take(of, key);
    return row;
  }

  isFree(of: TableOf<never>, key: string): boolean {
    return this.holderOf(of, key) === undefined;
  }

  lockName(name: string): void {
    this.take(names, name);
  }

  insert<Row>(of: TableOf<Row>, row: Row): void {
    this.mustSee(of, row);
    const key = of.key(row);
    this.waitForWriterOf(of, key);
    if (this.latest(of, key) !== undefined) throw violation('23505', of, `${of.name}_pkey`);
    this.vet(of, key, row);
    this.write(of, key, row);
  }

  update<Row>(of: TableOf<Row>, key: string, change: (row: Row) => Row): Row | undefined {
    const before = this.lock(of, key);
    if (before === undefined) return undefined;
    const after = change(before);
    this.mustSee(of, after);
    this.vet(of, key, after, before);
    this.write(of, key, after);
    return after;
  }

  delete<Row>(of: TableOf<Row>, key: string): boolean {
    if (this.lock(of, key) === undefined) return false;
    this.write(of, key, gone);
    return true;
  }

  next(sequence: string): number {
    const value = (this.shared.sequences.get(sequence) ?? 0) + 1;
    this.shared.sequences.set(sequence, value);
    return value;
  }

  private mustBeOpen(): void {
    if (this.state === 'lost') throw unavailable('08006');
    if (this.state === 'failed') throw new SqlError('current transaction is aborted', '25P02', undefined, undefined);
    if (this.state === 'ended') throw new Error('A query came after its transaction had ended.');
  }

  private leave(state: 'failed' | 'lost' | 'ended'): void {
    this.state = state;
    this.waitsFor = null;
    if (this.shared.active.delete(this)) this.ending?.resolve();
  }

  private sees<Row>(of: TableOf<Row>, row: Row): boolean {
    return this.scope === 'queues' ? of.isQueue === true : of.tenant(row) === this.scope.tenantId;
  }

  private mustSee<Row>(of: TableOf<Row>, row: Row): void {
    if (!this.sees(of, row)) throw new SqlError('violates row-level security policy', '42501', undefined, of.name);
  }

  /** Its own writes to a table; null: it has deleted the row. */
  private written(of: TableOf<never>): Rows {
    return this.writes.get(of.name)?.rows ?? none;
  }

  /** As it is behind all walls: constraints see every row. */
  private latest<Row>(of: TableOf<Row>, key: string): Row | undefined {
    const mine = this.written(of).get(key);
    const row = mine === undefined ? this.shared.committed.get(of.name)?.rows.get(key) : mine;
    return row === gone ? undefined : (row as Row | undefined);
  }

  private take(of: TableOf<never>, key: string): void {
    const holder = this.holderOf(of, key);
    if (holder) throw new Waits(holder);
    this.hold(of, key);
  }

  private holderOf(of: TableOf<never>, key: string): Transaction | undefined {
    for (const other of this.shared.active) if (other !== this && other.locks.get(of.name)?.has(key)) return other;
    return undefined;
  }

  /** What another transaction does to the row may yet come or not. */
  private waitForWriterOf(of: TableOf<never>, key: string): void {
    for (const other of this.shared.active) if (other !== this && other.written(of).has(key)) throw new Waits(other);
  }

  private vet<Row>(of: TableOf<Row>, key: string, row: Row, before?: Row): void {
    for (const name in of.unique) {
      const value = of.unique[name]!(row);
      // What it had before is its own.
      const isWanted = value !== null && (before === undefined || of.unique[name]!(before) !== value);
      if (isWanted) this.vetUnique(of, key, name, value);
    }
    for (const name in of.exclude) this.vetExclusion(of, key, row, name);
  }

  private vetUnique<Row>(of: TableOf<Row>, key: string, name: string, value: string): void {
    const mine = this.written(of);
    const holder = this.shared.committed.get(of.name)?.holderOf(name, value);
    if (holder !== undefined && holder !== key && !mine.has(holder)) {
      this.waitForWriterOf(of, holder);
      throw violation('23505', of, name);
    }
    this.vetUncommitted(of, key, name, '23505', (other: Row) => of.unique![name]!(other) === value);
  }

  private vetExclusion<Row>(of: TableOf<Row>, key: string, row: Row, name: string): void {
    const excludes = of.exclude![name]!;
    const mine = this.written(of);
    for (const [otherKey, other] of this.shared.committed.get(of.name)?.rows ?? none) {
      if (otherKey === key || mine.has(otherKey) || !excludes(row, other as Row)) continue;
      this.waitForWriterOf(of, otherKey);
      throw violation('23P01', of, name);
    }
    this.vetUncommitted(of, key, name, '23P01', (other: Row) => excludes(row, other));
  }

  private vetUncommitted<Row>(
    of: TableOf<Row>,
    key: string,
    name: string,
    code: string,
    clashes: (other: Row) => boolean,
  ): void {
    for (const transaction of [this as Transaction, ...this.shared.active])
      for (const [otherKey, other] of transaction.written(of)) {
        if (otherKey === key || other === gone || !clashes(other as Row)) continue;
        throw transaction === this ? violation(code, of, name) : new Waits(transaction);
      }
  }

  private hold(of: TableOf<never>, key: string): void {
    const keys = this.locks.get(of.name);
    if (keys) keys.add(key);
    else this.locks.set(of.name, new Set([key]));
  }

  private write<Row>(of: TableOf<Row>, key: string, row: Row | null): void {
    let written = this.writes.get(of.name);
    if (!written) this.writes.set(of.name, (written = { of, rows: new Map<string, unknown>() }));
    const writes = written.rows;
    this.undo.push({ writes, key, before: writes.get(key) });
    writes.set(key, row);
    this.hold(of, key);
  }
}

const violation = (code: string, of: TableOf<never>, constraint: string): SqlError =>
  new SqlError(`violates ${constraint}`, code, constraint, of.name);
