import type { EntityManager } from 'typeorm';

/** SQL inside one transaction of a PostgresUnitOfWork; stores of infra/ are built on it. */
export interface SqlSession {
  /** Rows of one statement with $1… parameters. */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** The same transaction for TypeORM repositories (`infra/*.row.ts`). */
  readonly manager: EntityManager;
  /** Runs `action` once after the commit (nudges); its errors are logged, never thrown. */
  afterCommit(action: () => void): void;
}
