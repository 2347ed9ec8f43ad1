import type { TableOf } from './table';

/** What one statement can do. Rows beyond the tenant wall are not there. */
export interface View {
  get<Row>(of: TableOf<Row>, key: string): Row | undefined;
  /** All rows, in order of insertion. */
  all<Row>(of: TableOf<Row>): Row[];
  /** FOR UPDATE: the row as it is once nobody else holds it. */
  lock<Row>(of: TableOf<Row>, key: string): Row | undefined;
  /** For SKIP LOCKED: nobody else holds the row. */
  isFree(of: TableOf<never>, key: string): boolean;
  /** pg_advisory_xact_lock: waits while another transaction has locked that name. */
  lockName(name: string): void;
  /** Waits for another transaction that has written the same key. @throws SqlError 23505, 23P01 */
  insert<Row>(of: TableOf<Row>, row: Row): void;
  /** Locks the row and replaces it; undefined when there is none. @throws SqlError 23505, 23P01 */
  update<Row>(of: TableOf<Row>, key: string, change: (row: Row) => Row): Row | undefined;
  /** @returns whether there was one */
  delete<Row>(of: TableOf<Row>, key: string): boolean;
  /** 1, 2, 3… of a sequence: never given twice, and not given back by a rollback. */
  next(sequence: string): number;
}
