import type { Rows, TableOf } from './table';

/** A table as it is committed. */
export class StoredTable {
  /** In order of insertion. */
  readonly rows: Rows = new Map();
  private list: readonly unknown[] | null = null;
  /** Of each unique constraint: whose row has that value. */
  private readonly keys = new Map<string, Map<string, string>>();

  constructor(private readonly of: TableOf<unknown>) {
    for (const name in of.unique) this.keys.set(name, new Map());
  }

  values(): readonly unknown[] {
    return (this.list ??= [...this.rows.values()]);
  }

  /** The key of the row that has this value in a unique constraint. */
  holderOf(constraint: string, value: string): string | undefined {
    return this.keys.get(constraint)?.get(value);
  }

  apply(written: Rows): void {
    // Values go before others come: within a transaction one row may have taken another's.
    if (this.keys.size > 0) {
      for (const key of written.keys()) this.forget(key);
      for (const [key, row] of written) if (row !== null) this.remember(key, row);
    }
    this.list = null;
    for (const [key, row] of written) {
      if (row === null) this.rows.delete(key);
      else this.rows.set(key, row);
    }
  }

  private forget(key: string): void {
    const row = this.rows.get(key);
    if (row === undefined) return;
    for (const [name, keys] of this.keys) {
      const value = this.of.unique![name]!(row);
      if (value !== null) keys.delete(value);
    }
  }

  private remember(key: string, row: unknown): void {
    for (const [name, keys] of this.keys) {
      const value = this.of.unique![name]!(row);
      if (value !== null) keys.set(value, key);
    }
  }
}
