import type { EventName } from '@kalends/contracts';
import type { SqlSession } from '@kalends/persistence';
import type { Outbox, OutgoingEvent } from './outbox';
import { outgoingRecord } from './outgoing-record';

/** The outbox of one transaction. `nudge` (OutboxRelay's) is called after the commit. */
export class PgOutbox implements Outbox {
  constructor(
    private readonly session: SqlSession,
    private readonly nudge: () => void = () => {},
  ) {}

  async append<N extends EventName>(event: OutgoingEvent<N>): Promise<void> {
    const { eventId, topic, tenantId, aggregateId, version, shard, payload, headers } = outgoingRecord(event);
    await this.session.query(
      `INSERT INTO outbox (event_id, topic, tenant_id, aggregate_id, version, shard, payload, headers)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [eventId, topic, tenantId, aggregateId, version, shard, Buffer.from(payload), headers],
    );
    this.session.afterCommit(this.nudge);
  }
}
