import type { UnitOfWork } from '@kalends/kernel';
import type { SqlSession } from '@kalends/persistence';
import type { OutboxRecord, OutboxStore } from './outbox-store';

/** The relay's store on the tables of `outboxMigration`. Leases are rows with an expiry by the database's clock, which works through PgBouncer. */
export class PgOutboxStore implements OutboxStore {
  /** `new PostgresUnitOfWork(dataSource, (session) => session)` */
  constructor(private readonly unitOfWork: UnitOfWork<SqlSession>) {}

  unsent(holder: string, leaseMs: number, limit: number): Promise<readonly OutboxRecord[]> {
    return this.unitOfWork.runAcrossTenants(async (session) => {
      const shards = await this.lease(session, holder, leaseMs);
      if (shards.length === 0) return [];
      return session.query<OutboxRecord>(
        `SELECT seq, event_id AS "eventId", topic, tenant_id AS "tenantId", aggregate_id AS "aggregateId", version, payload, headers
           FROM outbox WHERE sent_at IS NULL AND shard = ANY($1::smallint[]) ORDER BY seq LIMIT $2`,
        [shards, limit],
      );
    });
  }

  async markSent(records: readonly OutboxRecord[]): Promise<void> {
    await this.unitOfWork.runAcrossTenants((session) =>
      session.query('UPDATE outbox SET sent_at = now() WHERE seq = ANY($1::bigint[]) AND sent_at IS NULL', [
        records.map(({ seq }) => seq),
      ]),
    );
  }

  async release(holder: string): Promise<void> {
    await this.unitOfWork.runAcrossTenants((session) =>
      session.query(`UPDATE outbox_lease SET expires_at = '-infinity' WHERE holder = $1`, [holder]),
    );
  }

  deleteSent(ageMs: number, limit: number): Promise<number> {
    return this.unitOfWork.runAcrossTenants(async (session) => {
      // Sent rows are the oldest rows: looking at the first of the primary key needs no index of its own.
      const rows = await session.query(
        `DELETE FROM outbox WHERE seq IN (SELECT seq FROM (SELECT seq, sent_at FROM outbox ORDER BY seq LIMIT $2) AS oldest
          WHERE sent_at < now() - $1 * interval '1 ms') RETURNING seq`,
        [ageMs, limit],
      );
      return rows.length;
    });
  }

  oldestUnsentMs(): Promise<number> {
    return this.unitOfWork.runAcrossTenants(async (session) => {
      const [row] = await session.query<{ age: number }>(
        `SELECT coalesce(extract(epoch FROM clock_timestamp() - min(created_at)) * 1000, 0)::float8 AS age FROM outbox WHERE sent_at IS NULL`,
      );
      return row?.age ?? 0;
    });
  }

  /** The shards that `holder` leads now. A lease is renewed when a third of it is gone, not at every poll. */
  private async lease(session: SqlSession, holder: string, leaseMs: number): Promise<number[]> {
    // A queue's statistics are always wrong: without bitmap scans the planner walks the index of unsent rows in order.
    const [row] = await session.query<{ shards: number[] }>(
      `WITH expiring AS (
         SELECT shard FROM outbox_lease
          WHERE expires_at < now() OR (holder = $1::uuid AND expires_at < now() + $2 * interval '1 ms' * 2 / 3)
          ORDER BY shard FOR UPDATE SKIP LOCKED
       ), renewed AS (
         UPDATE outbox_lease SET holder = $1::uuid, expires_at = now() + $2 * interval '1 ms'
           FROM expiring WHERE expiring.shard = outbox_lease.shard RETURNING outbox_lease.shard
       ), mine AS (
         SELECT shard FROM renewed UNION SELECT shard FROM outbox_lease WHERE holder = $1::uuid AND expires_at > now()
       )
       SELECT coalesce(array_agg(shard), '{}') AS shards, set_config('enable_bitmapscan', 'off', true) FROM mine`,
      [holder, leaseMs],
    );
    return row!.shards;
  }
}
