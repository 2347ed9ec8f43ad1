import { SqlError } from '@kalends/persistence';
import type { Rows, TableOf } from './table';
import type { View } from './view';

/** Whose rows a transaction sees: one tenant's, or the queue tables of all. */
export type Scope = 'queues' | { readonly tenantId: string };

/** Thrown inside a statement that needs a row another transaction has changed or locked. */
export class Waits extends Error {
  constructor(readonly other: Transaction) {
    super('waits');
  }
}

type Attempt<T> = { readonly is: 'done'; readonly result: T } | { readonly is: 'waits'; readonly ended: Promise<void> };

interface Undo {
  readonly writes: Rows;
  readonly key: string;
  readonly had: boolean;
  readonly before: unknown;
}

const gone = null;
/** Locks of names that are no row's. */
const names: TableOf<never> = { name: 'advisory locks', tenant: () => '', key: () => '' };

export class Transaction implements View {
  readonly ended: Promise<void>;
  private readonly writes = new Map<string, Rows>();
  private readonly locks = new Map<string, Set<string>>();
  private waitsFor: Transaction | null = null;
  private undo: Undo[] = [];
  private resolveEnded!: () => void;

  constructor(
    private readonly scope: Scope,
    readonly owner: object,
    private readonly committed: Map<string, Rows>,
    private readonly active: ReadonlySet<Transaction>,
    private readonly sequences: Map<string, number>,
  ) {
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve));
  }

  /** Runs a statement; locks that it took before it had to wait stay taken. */
  attempt<T>(work: (view: View) => T): Attempt<T> {
    if (!this.active.has(this)) throw new SqlError('The connection was lost.', '08006', undefined, undefined);
    this.waitsFor = null;
    this.undo = [];
    try {
      return { is: 'done', result: work(this) };
    } catch (error) {
      for (const { writes, key, had, before } of this.undo.toReversed()) {
        if (had) writes.set(key, before);
        else writes.delete(key);
      }
      if (!(error instanceof Waits)) throw error;
      this.waitsFor = error.other;
      for (let other: Transaction | null = error.other; other !== null; other = other.waitsFor)
        if (other === this) throw new SqlError('deadlock detected', '40P01', undefined, undefined);
      return { is: 'waits', ended: error.other.ended };
    }
  }

  get<Row>(of: TableOf<Row>, key: string): Row | undefined {
    const mine = this.writes.get(of.name)?.get(key);
    const row = mine === undefined ? this.committed.get(of.name)?.get(key) : mine;
    return row !== undefined && row !== gone && this.sees(of, row as Row) ? (row as Row) : undefined;
  }

  all<Row>(of: TableOf<Row>): Row[] {
    const rows: Row[] = [];
    const written = this.writes.get(of.name);
    const stored = this.committed.get(of.name);
    for (const [key, row] of stored ?? []) {
      const current = written?.get(key);
      const latest = (current === undefined ? row : current) as Row | null;
      if (latest !== gone && this.sees(of, latest)) rows.push(latest);
    }
    for (const [key, row] of written ?? [])
      if (row !== gone && !stored?.has(key) && this.sees(of, row as Row)) rows.push(row as Row);
    return rows;
  }

  lock<Row>(of: TableOf<Row>, key: string): Row | undefined {
    if (this.get(of, key) === undefined) return undefined;
    this.take(of, key);
    return this.get(of, key);
  }

  isFree(of: TableOf<never>, key: string): boolean {
    return this.holderOf(of, key) === undefined;
  }

  lockName(name: string): void {
    this.take(names, name);
  }

  insert<Row>(of: TableOf<Row>, row: Row): void {
    const key = of.key(row);
    this.waitForWriters(of, key);
    if (this.latest(of, key) !== undefined) throw violation('23505', of, `${of.name}_pkey`);
    this.vet(of, key, row);
    this.write(of, key, row);
  }

  update<Row>(of: TableOf<Row>, key: string, change: (row: Row) => Row): Row | undefined {
    const before = this.lock(of, key);
    if (before === undefined) return undefined;
    const after = change(before);
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
    const value = (this.sequences.get(sequence) ?? 0) + 1;
    this.sequences.set(sequence, value);
    return value;
  }

  /** @returns names of the tables that it changed */
  apply(): string[] {
    for (const [name, written] of this.writes) {
      const rows = this.committed.get(name) ?? new Map<string, unknown>();
      for (const [key, row] of written) {
        if (row === gone) rows.delete(key);
        else rows.set(key, row);
      }
      this.committed.set(name, rows);
    }
    return [...this.writes.keys()];
  }

  finish(): void {
    this.resolveEnded();
  }

  private sees<Row>(of: TableOf<Row>, row: Row): boolean {
    return this.scope === 'queues' ? of.isQueue === true : of.tenant(row) === this.scope.tenantId;
  }

  /** As it is for everybody, walls or not: constraints see all rows. */
  private latest<Row>(of: TableOf<Row>, key: string): Row | undefined {
    const mine = this.writes.get(of.name)?.get(key);
    const row = mine === undefined ? this.committed.get(of.name)?.get(key) : mine;
    return row === gone ? undefined : (row as Row | undefined);
  }

  private take(of: TableOf<never>, key: string): void {
    const holder = this.holderOf(of, key);
    if (holder) throw new Waits(holder);
    const keys = this.locks.get(of.name);
    if (keys) keys.add(key);
    else this.locks.set(of.name, new Set([key]));
  }

  private holderOf(of: TableOf<never>, key: string): Transaction | undefined {
    for (const other of this.active) if (other !== this && other.locks.get(of.name)?.has(key)) return other;
    return undefined;
  }

  /** A row that another transaction has inserted under this key may yet come or not. */
  private waitForWriters(of: TableOf<never>, key: string): void {
    for (const other of this.active) if (other !== this && other.writes.get(of.name)?.has(key)) throw new Waits(other);
  }

  private vet<Row>(of: TableOf<Row>, key: string, row: Row, before?: Row): void {
    const wanted: [name: string, value: string][] = [];
    for (const name in of.unique) {
      const value = of.unique[name]!(row);
      // What it had before is its own.
      if (value !== null && (before === undefined || of.unique[name]!(before) !== value)) wanted.push([name, value]);
    }
    if (wanted.length === 0 && !of.exclude) return;
    const clashes = (other: Row): string | undefined => {
      for (const [name, value] of wanted) if (of.unique![name]!(other) === value) return name;
      for (const name in of.exclude) if (of.exclude[name]!(row, other)) return name;
      return undefined;
    };
    for (const [otherKey, other] of this.committed.get(of.name) ?? []) {
      if (otherKey === key) continue;
      const mine = this.writes.get(of.name)?.get(otherKey);
      if (mine !== undefined) continue;
      const name = clashes(other as Row);
      if (!name) continue;
      // Perhaps it is about to go.
      const holder = this.holderOf(of, otherKey);
      if (holder) throw new Waits(holder);
      throw violation(of.exclude?.[name] ? '23P01' : '23505', of, name);
    }
    for (const [otherKey, other] of this.writes.get(of.name) ?? []) {
      const name = otherKey === key || other === gone ? undefined : clashes(other as Row);
      if (name) throw violation(of.exclude?.[name] ? '23P01' : '23505', of, name);
    }
    for (const transaction of this.active) {
      if (transaction === this) continue;
      for (const [otherKey, other] of transaction.writes.get(of.name) ?? [])
        if (otherKey !== key && other !== gone && clashes(other as Row)) throw new Waits(transaction);
    }
  }

  private write<Row>(of: TableOf<Row>, key: string, row: Row | null): void {
    let writes = this.writes.get(of.name);
    if (!writes) this.writes.set(of.name, (writes = new Map<string, unknown>()));
    this.undo.push({ writes, key, had: writes.has(key), before: writes.get(key) });
    writes.set(key, row);
    const keys = this.locks.get(of.name);
    if (keys) keys.add(key);
    else this.locks.set(of.name, new Set([key]));
  }
}

const violation = (code: string, of: TableOf<never>, constraint: string): SqlError =>
  new SqlError(`violates ${constraint}`, code, constraint, of.name);
