import { DataSource, type DataSourceOptions } from 'typeorm';

export interface DataSourceSettings {
  /** postgres://user:password@host:port/database of the role that this process runs as. */
  readonly url: string;
  /** The service's own schema; unqualified names resolve to it. */
  readonly schema: string;
  /** Row classes of infra/, for stores that use repositories. */
  readonly entities?: NonNullable<DataSourceOptions['entities']>;
  /** Connections at most; 10 by default. */
  readonly poolSize?: number;
  /** Shown in pg_stat_activity; the schema by default. */
  readonly applicationName?: string;
}

/**
 * Milliseconds. Client and server both have a limit: a frozen server can't time out by itself, and a dead client can't
 * cancel. A request waits for a connection and then for one statement: 2 s + 3 s, so that it is answered within 5 s.
 */
export const timeouts = {
  poolWait: 2_000,
  /** What a burst has opened is given back soon: each connection is a process of the server. */
  poolIdle: 3_000,
  query: 3_000,
  statement: 3_000,
  lock: 2_000,
  idleInTransaction: 10_000,
} as const;

/** A service's TypeORM data source, not yet connected: `await dataSource.initialize()`. It never changes the schema. */
export function createDataSource(settings: DataSourceSettings): DataSource {
  return new DataSource({
    type: 'postgres',
    url: settings.url,
    schema: settings.schema,
    entities: settings.entities ?? [],
    poolSize: settings.poolSize ?? 10,
    applicationName: settings.applicationName ?? settings.schema,
    connectTimeoutMS: timeouts.poolWait,
    installExtensions: false,
    synchronize: false,
    extra: {
      options: `-c search_path=${settings.schema},public`,
      idleTimeoutMillis: timeouts.poolIdle,
      query_timeout: timeouts.query,
      statement_timeout: timeouts.statement,
      lock_timeout: timeouts.lock,
      idle_in_transaction_session_timeout: timeouts.idleInTransaction,
    },
  });
}
