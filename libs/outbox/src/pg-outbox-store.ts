import type { UnitOfWork } from '@kalends/kernel';
import type { SqlSession } from '@kalends/persistence';
import type { OutboxRecord, OutboxStore } from './outbox-store';

/** The relay's store on the tables of `outboxMigration`. Leases are rows with an expiry by the database's clock, which works through PgBouncer. */
export class PgOutboxStore implements OutboxStore {
  /** `new PostgresUnitOfWork(dataSource, (session) => session)` */
  constructor(private readonly unitOfWork: UnitOfWork<SqlSession>) {}

  unsent(holder: string, leaseMs: number, limit: number): Promise<readonly OutboxRecord[]> {
    return this.unitOfWork.runAcrossTenants((session) =>
      session.query<OutboxRecord>(
        // Renewed when a third is gone and not at every poll; in order of shard, so that two relays can't deadlock.
        `WITH mine AS (
           SELECT shard FROM outbox_lease
            WHERE expires_at < now() OR (holder = $1::uuid AND expires_at < now() + $2 * interval '1 ms' * 2 / 3)
            ORDER BY shard FOR UPDATE SKIP LOCKED
         ), renewed AS (
           UPDATE outbox_lease SET holder = $1::uuid, expires_at = now() + $2 * interval '1 ms'
             FROM mine WHERE mine.shard = outbox_lease.shard RETURNING outbox_lease.shard
         )
         SELECT seq, event_id AS "eventId", topic, tenant_id AS "tenantId", aggregate_id AS "aggregateId", version, payload, headers
           FROM outbox
          WHERE sent_at IS NULL
            AND shard IN (SELECT shard FROM renewed UNION SELECT shard FROM outbox_lease WHERE holder = $1::uuid AND expires_at > now())
          ORDER BY seq LIMIT $3`,
        [holder, leaseMs, limit],
      ),
    );
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
}
