import { toBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { topics, type EventName } from '@kalends/contracts';
import { DomainError } from '@kalends/kernel';
import { traceHeaders } from '@kalends/telemetry';
import type { OutgoingEvent } from './outbox';
import type { OutboxRecord } from './outbox-store';
import { shardOf } from './shard';

/** Kafka takes 1 MiB with key and headers; a larger record would block its shard for ever. */
const largestPayload = 900 * 1024;

/**
 * An event as a row of the outbox, all but its place in the order.
 * @throws DomainError `event/too-large`
 */
export function outgoingRecord<N extends EventName>(
  event: OutgoingEvent<N>,
): Omit<OutboxRecord, 'seq'> & { readonly shard: number } {
  const { name, tenantId, aggregateId, version } = event;
  const { name: topic, schema } = topics[name];
  const payload = toBinary(schema as DescMessage, event.payload as MessageShape<DescMessage>);
  if (payload.length > largestPayload)
    throw new DomainError('invalid', 'event/too-large', 'This is too much for one change: split it.');
  const { eventId } = event.payload;
  return {
    eventId,
    topic,
    tenantId,
    aggregateId,
    version,
    shard: shardOf(aggregateId),
    payload,
    headers: traceHeaders(),
  };
}
