import type { SqlSession } from '@kalends/persistence';
import type { EventMeta } from './event-handler';
import type { AggregateAddress, Inbox, ParkedEvent } from './inbox';

interface ParkedRow {
  event_id: string;
  version: string;
  key: string;
  partition: number;
  offset: string;
  payload: Uint8Array;
  headers: Record<string, string>;
  reason: string;
  message: string;
  attempts: number;
}

/** The inbox of `consumer` on the tables of the inbox migration. The row of inbox_version is the aggregate's lock. */
export class PgInbox implements Inbox {
  constructor(
    private readonly session: SqlSession,
    private readonly consumer: string,
  ) {}

  async admit(event: EventMeta): Promise<'new' | 'known' | 'held'> {
    const applied = await this.session.query(
      `WITH advanced AS (
         INSERT INTO inbox_version AS guard (tenant_id, consumer, topic, aggregate_id, version) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id, consumer, topic, aggregate_id) DO UPDATE SET version = excluded.version
           WHERE guard.version < excluded.version AND NOT guard.held
         RETURNING version
       )
       INSERT INTO inbox (tenant_id, consumer, event_id) SELECT $1, $2, $6 FROM advanced ON CONFLICT DO NOTHING RETURNING event_id`,
      [...this.guardKey(event), event.version, event.eventId],
    );
    if (applied.length > 0) return 'new';
    const [guard] = await this.session.query<{ known: boolean; held: boolean }>(
      `SELECT held, version >= $5 OR EXISTS (SELECT 1 FROM inbox WHERE tenant_id = $1 AND consumer = $2 AND event_id = $6) AS known
         FROM inbox_version WHERE tenant_id = $1 AND consumer = $2 AND topic = $3 AND aggregate_id = $4 FOR UPDATE`,
      [...this.guardKey(event), event.version, event.eventId],
    );
    return guard?.held === true && !guard.known ? 'held' : 'known';
  }

  async park({ meta, payload, headers, reason, message, attempts }: ParkedEvent): Promise<void> {
    await this.session.query(
      `WITH holding AS (
         INSERT INTO inbox_version AS guard (tenant_id, consumer, topic, aggregate_id, version, held) VALUES ($1, $2, $3, $4, 0, true)
         ON CONFLICT (tenant_id, consumer, topic, aggregate_id) DO UPDATE SET held = true WHERE guard.version < $5
         RETURNING version
       )
       INSERT INTO parked_event AS parked
         (tenant_id, consumer, topic, aggregate_id, version, event_id, key, partition, "offset", payload, headers, reason, message, attempts)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM holding
       ON CONFLICT (tenant_id, consumer, event_id) DO UPDATE
         SET reason = excluded.reason, message = excluded.message, attempts = parked.attempts + 1 WHERE excluded.attempts > 0`,
      [
        ...this.guardKey(meta),
        meta.version,
        meta.eventId,
        meta.key,
        meta.partition,
        meta.offset,
        Buffer.from(payload),
        headers,
        reason,
        message,
        attempts,
      ],
    );
  }

  async takeParked(aggregate: AggregateAddress): Promise<ParkedEvent | null> {
    await this.session.query(
      'UPDATE inbox_version SET held = false WHERE tenant_id = $1 AND consumer = $2 AND topic = $3 AND aggregate_id = $4',
      this.guardKey(aggregate),
    );
    const [row] = await this.session.query<ParkedRow>(
      `SELECT * FROM parked_event WHERE tenant_id = $1 AND consumer = $2 AND topic = $3 AND aggregate_id = $4 AND replayed_at IS NULL
        ORDER BY version LIMIT 1`,
      this.guardKey(aggregate),
    );
    return row === undefined ? null : toParked(aggregate, row);
  }

  async settleParked(event: EventMeta, by: string): Promise<void> {
    await this.session.query(
      'UPDATE parked_event SET replayed_at = now(), replayed_by = $4 WHERE tenant_id = $1 AND consumer = $2 AND event_id = $3',
      [event.tenantId, this.consumer, event.eventId, by],
    );
    await this.session.query(
      `UPDATE inbox_version AS guard SET held = EXISTS (
         SELECT 1 FROM parked_event AS parked WHERE parked.tenant_id = guard.tenant_id AND parked.consumer = guard.consumer
            AND parked.topic = guard.topic AND parked.aggregate_id = guard.aggregate_id AND parked.replayed_at IS NULL)
        WHERE tenant_id = $1 AND consumer = $2 AND topic = $3 AND aggregate_id = $4`,
      this.guardKey(event),
    );
  }

  async purge(limit: number): Promise<number> {
    // Twice the topics' retention, so that whatever Kafka can deliver again is still known.
    const applied = await this.session.query(
      `DELETE FROM inbox WHERE (tenant_id, consumer, event_id) IN (
         SELECT tenant_id, consumer, event_id FROM inbox WHERE consumer = $1 AND applied_at < now() - interval '14 days' LIMIT $2)
       RETURNING event_id`,
      [this.consumer, limit],
    );
    await this.session.query(
      `DELETE FROM parked_event WHERE consumer = $1 AND replayed_at < now() - interval '30 days'`,
      [this.consumer],
    );
    return applied.length;
  }

  private guardKey({ tenantId, topic, aggregateId }: AggregateAddress): [string, string, string, string] {
    return [tenantId, this.consumer, topic, aggregateId];
  }
}

const toParked = ({ tenantId, topic, aggregateId }: AggregateAddress, row: ParkedRow): ParkedEvent => ({
  meta: {
    eventId: row.event_id,
    topic,
    partition: row.partition,
    offset: row.offset,
    key: row.key,
    tenantId,
    aggregateId,
    version: Number(row.version),
  },
  payload: row.payload,
  headers: row.headers,
  reason: row.reason,
  message: row.message,
  attempts: row.attempts,
});
