import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog, type Log } from '@kalends/kernel';
import { DataSource, MigrationExecutor, type Logger, type MigrationInterface, type QueryRunner } from 'typeorm';
import { withoutSecrets } from './sql-error';

export interface MigrateSettings {
  /** Of the role that owns the schema. */
  readonly url: string;
  readonly schema: string;
  /** Classes whose names end in a 13-digit timestamp, which orders them. */
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly log?: Log;
}

const lockTimeoutMs = 2_000;
const patienceMs = 120_000;

/**
 * Applies what is pending, each migration in a transaction of its own, and returns the names of those applied. Racing jobs
 * take turns by a session-level advisory lock on the one connection that migrates, so that each is applied once. A
 * migration that can't get a table's lock within 2 s lets the readers behind it pass and tries again, for 2 minutes.
 */
export async function migrate({ url, schema, migrations, log = silentLog }: MigrateSettings): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations: [...migrations],
    migrationsTableName: 'migration',
    poolSize: 1,
    applicationName: `${schema}-migrate`,
    installExtensions: false,
    logger: migrationsTo(log),
    extra: { options: `-c search_path=${schema},public`, lock_timeout: lockTimeoutMs },
  });
  await dataSource.initialize();
  try {
    const runner = dataSource.createQueryRunner();
    try {
      await patiently(log, () => runner.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [lockName(schema)]));
      return await patiently(log, () => applyPending(dataSource, runner));
    } finally {
      await runner.release();
    }
  } finally {
    // Ends the session and with it the lock.
    await dataSource.destroy();
  }
}

const lockName = (schema: string): string => `kalends/migrate/${schema}`;

async function applyPending(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'each';
  return (await executor.executePendingMigrations()).map((migration) => migration.name);
}

async function patiently<T>(log: Log, step: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await step();
    } catch (error) {
      const code = (error as { driverError?: { code?: string } }).driverError?.code;
      if (code !== '55P03' || Date.now() > deadline) throw withoutSecrets(error);
      log.info('migration.waits-for-lock', {});
      await sleep(200);
    }
  }
}

/** TypeORM reports migrations whatever its log level; its statements stay untold. */
const migrationsTo = (log: Log): Logger => ({
  logMigration: (message) => log.info('migration', { migration: message }),
  log: () => {},
  logQuery: () => {},
  logQueryError: () => {},
  logQuerySlow: () => {},
  logSchemaBuild: () => {},
});
