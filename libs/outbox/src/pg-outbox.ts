import { toBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { topics, type EventName } from '@kalends/contracts';
import { DomainError } from '@kalends/kernel';
import type { SqlSession } from '@kalends/persistence';
import { traceHeaders } from '@kalends/telemetry';
import type { Outbox, OutgoingEvent } from './outbox';
import { shardOf } from './shard';

/** Kafka takes 1 MiB with key and headers; a larger record would block its shard for ever. */
const largestPayload = 900 * 1024;

/** The outbox of one transaction. `nudge` (OutboxRelay's) is called after the commit. */
export class PgOutbox implements Outbox {
  constructor(
    private readonly session: SqlSession,
    private readonly nudge: () => void = () => {},
  ) {}

  async append<N extends EventName>({
    name,
    tenantId,
    aggregateId,
    version,
    payload,
  }: OutgoingEvent<N>): Promise<void> {
    const { name: topic, schema } = topics[name];
    const bytes = toBinary(schema as DescMessage, payload as MessageShape<DescMessage>);
    if (bytes.length > largestPayload)
      throw new DomainError('invalid', 'event/too-large', 'This is too much for one change: split it.');
    await this.session.query(
      `INSERT INTO outbox (event_id, topic, tenant_id, aggregate_id, version, shard, payload, headers)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        payload.eventId,
        topic,
        tenantId,
        aggregateId,
        version,
        shardOf(aggregateId),
        Buffer.from(bytes),
        traceHeaders(),
      ],
    );
    this.session.afterCommit(this.nudge);
  }
}
