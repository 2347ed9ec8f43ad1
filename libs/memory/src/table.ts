/** What a table promises; keys hold whatever makes them unique over all tenants. */
export interface TableOf<Row> {
  readonly name: string;
  readonly tenant: (row: Row) => string;
  readonly key: (row: Row) => string;
  /** Readable in the scope of queues, too. */
  readonly isQueue?: boolean;
  /** Unique constraints by name; null: the row is not in that index (a partial one). */
  readonly unique?: Readonly<Record<string, (row: Row) => string | null>>;
  /** Exclusion constraints by name: whether two rows can't both be. */
  readonly exclude?: Readonly<Record<string, (a: Row, b: Row) => boolean>>;
}

export const table = <Row>(definition: TableOf<Row>): TableOf<Row> => definition;

/** Committed rows in order of insertion. Rows are replaced and never changed in place. */
export type Rows = Map<string, unknown>;
