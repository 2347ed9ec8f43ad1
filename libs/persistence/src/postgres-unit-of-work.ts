import { setTimeout as sleep } from 'node:timers/promises';
import {
  DomainError,
  isDomainError,
  silentLog,
  systemRandomness,
  type Log,
  type Randomness,
  type UnitOfWork,
} from '@kalends/kernel';
import type { PoolClient } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { isRepeatable, unavailable, withoutSecrets } from './sql-error';
import type { SqlSession } from './sql-session';

const attempts = 5;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface UnitOfWorkOptions {
  readonly log?: Log;
  /** For the jitter between repetitions. */
  readonly randomness?: Randomness;
}

/**
 * kernel's UnitOfWork on Postgres: READ COMMITTED, with the tenant (or the scope `queues`) set for row-level security.
 * Errors come out as `withoutSecrets` says.
 */
export class PostgresUnitOfWork<Tx> implements UnitOfWork<Tx> {
  private readonly log: Log;
  private readonly randomness: Randomness;

  constructor(
    private readonly dataSource: DataSource,
    /** Makes a service's stores for one transaction. */
    private readonly bind: (session: SqlSession) => Tx,
    options: UnitOfWorkOptions = {},
  ) {
    this.log = options.log ?? silentLog;
    this.randomness = options.randomness ?? systemRandomness;
  }

  run<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (!uuid.test(tenantId))
      return Promise.reject(new DomainError('invalid', 'tenant/malformed-id', 'The tenant id is not a UUID.'));
    return this.repeat(`SET LOCAL kalends.tenant = '${tenantId}'`, work);
  }

  runAcrossTenants<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.repeat(`SET LOCAL kalends.scope = 'queues'`, work);
  }

  private async repeat<T>(setting: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(setting, work);
      } catch (error) {
        if (!isRepeatable(error)) throw error;
        if (attempt === attempts) throw unavailable('contention');
        this.log.info('transaction.repeated', { attempt });
        await sleep(this.randomness.fraction() * 20 * 2 ** attempt);
      }
    }
  }

  private async once<T>(setting: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const transaction = new Transaction(runner);
    try {
      const session = await transaction.begin(setting);
      const result = await work(this.bind(session));
      await transaction.commit();
      for (const action of transaction.actions) this.runHook(action);
      return result;
    } catch (error) {
      const safe = withoutSecrets(error);
      await transaction.rollback(isDomainError(safe) && safe.code === 'database/unavailable');
      throw safe;
    } finally {
      await runner.release();
    }
  }

  private runHook(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.log.error('after-commit.failed', { error });
    }
  }
}

/** One transaction on one connection of the pool. */
class Transaction {
  readonly actions: (() => void)[] = [];
  private connection: PoolClient | undefined;
  private open = false;

  constructor(private readonly runner: QueryRunner) {}

  async begin(setting: string): Promise<SqlSession> {
    const connection = (this.connection = (await this.runner.connect()) as PoolClient);
    this.open = true;
    await connection.query(`BEGIN ISOLATION LEVEL READ COMMITTED; ${setting}`);
    // One round trip instead of TypeORM's three; told to the runner, so that a repository's save() opens no transaction of its own.
    Object.assign(this.runner, { isTransactionActive: true, transactionDepth: 1 });
    return {
      query: async <Row extends object>(sql: string, parameters: readonly unknown[] = []) => {
        if (!this.open) throw new Error('A query came after its transaction had ended.');
        try {
          return (await connection.query<Row>(sql, [...parameters])).rows;
        } catch (error) {
          throw withoutSecrets(error);
        }
      },
      manager: this.runner.manager,
      afterCommit: (action) => void this.actions.push(action),
    };
  }

  async commit(): Promise<void> {
    this.open = false;
    const { command } = await this.connection!.query('COMMIT');
    // Postgres answers COMMIT with ROLLBACK when a statement had failed and `work` swallowed its error.
    if (command !== 'COMMIT')
      throw new Error('The transaction was rolled back: an error of one of its statements had been swallowed.');
  }

  /** Leaves nothing behind on the connection; one that does not answer is thrown away: a ROLLBACK would wait behind its statement. */
  async rollback(isSilent: boolean): Promise<void> {
    this.open = false;
    const connection = this.connection;
    if (connection === undefined) return;
    try {
      if (isSilent) throw new Error('The connection does not answer.');
      await connection.query('ROLLBACK');
    } catch (error) {
      // TypeORM hands a connection that reports an error back to the pool as broken; release() alone would reuse it.
      connection.emit('error', error);
    }
  }
}
