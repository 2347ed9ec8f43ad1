import type { EventName, EventOf } from '@kalends/contracts';

/** Where an event stood in Kafka, for the timeline and for logs. */
export interface EventMeta {
  readonly eventId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly tenantId: string;
  readonly aggregateId: string;
  readonly version: number;
}

/**
 * Applies one event inside the consumer's transaction `tx`, which also holds its inbox row: both commit or neither.
 * Runs for each (consumer, event) once and never for an older version than one it has seen. It must touch nothing but
 * `tx`: calls to the outside go into a table of work. Throws a DomainError of kind `unavailable` or `limited` to be
 * called again later, of kind `invalid` to park the event with its aggregate.
 */
export interface EventHandler<N extends EventName, Tx> {
  handle(event: EventOf<N>, meta: EventMeta, tx: Tx): Promise<void>;
}
