import type { Change, Journal } from './ports';

type OnChange = (change: Change, before: unknown) => void;

/** Rows of one kind by (group, id). Rows are replaced, never changed in place. */
export class Table<T> {
  private readonly groups = new Map<string, Map<string, T>>();

  constructor(
    readonly name: string,
    private readonly onChange: OnChange,
  ) {}

  get(group: string, id: string): T | undefined {
    return this.groups.get(group)?.get(id);
  }

  of(group: string): T[] {
    return [...(this.groups.get(group)?.values() ?? [])];
  }

  all(): T[] {
    return [...this.groups.values()].flatMap((rows) => [...rows.values()]);
  }

  put(group: string, id: string, value: T): T {
    const before = this.get(group, id);
    this.write(group, id, value);
    this.onChange({ table: this.name, group, id, value }, before);
    return value;
  }

  remove(group: string, id: string): void {
    const before = this.get(group, id);
    if (before === undefined) return;
    this.write(group, id, null);
    this.onChange({ table: this.name, group, id, value: null }, before);
  }

  /** Sets a row without recording it: for the journal's replay and for undoing. */
  write(group: string, id: string, value: T | null | undefined): void {
    const rows = this.groups.get(group) ?? new Map<string, T>();
    if (value === null || value === undefined) rows.delete(id);
    else rows.set(id, value);
    if (rows.size === 0) this.groups.delete(group);
    else this.groups.set(group, rows);
  }

  rows(): Change[] {
    return [...this.groups].flatMap(([group, rows]) =>
      [...rows].map(([id, value]) => ({ table: this.name, group, id, value })),
    );
  }

  clear(): void {
    for (const { group, id } of this.rows()) this.remove(group, id);
  }
}

/** In-memory tables with all-or-nothing transactions; what a transaction changed goes to the journal as one entry. */
export class Database {
  private readonly tables = new Map<string, Table<unknown>>();
  private undo: (Change & { before: unknown })[] | null = null;

  constructor(private readonly journal: Journal) {}

  table<T>(name: string): Table<T> {
    const table = new Table<T>(name, (change, before) => {
      if (!this.undo) throw new Error(`${name} was changed outside a transaction`);
      this.undo.push({ ...change, before });
    });
    this.tables.set(name, table);
    return table;
  }

  /** Runs `work`; a thrown error takes back everything it changed. Nested calls join the outer transaction. */
  transact<T>(work: () => T): T {
    if (this.undo) return work();
    const log: (Change & { before: unknown })[] = [];
    this.undo = log;
    try {
      const result = work();
      if (log.length > 0) this.journal.append(log.map(({ before: _before, ...change }) => change));
      return result;
    } catch (error) {
      for (const { table, group, id, before } of log.toReversed())
        this.tables.get(table)?.write(group, id, before ?? null);
      throw error;
    } finally {
      this.undo = null;
    }
  }

  /** Every row there is: a snapshot that `restore` understands. */
  snapshot(): Change[] {
    return [...this.tables.values()].flatMap((table) => table.rows());
  }

  restore(changes: readonly Change[]): void {
    for (const { table, group, id, value } of changes) this.tables.get(table)?.write(group, id, value);
  }

  clear(): void {
    for (const table of this.tables.values()) table.clear();
  }
}
