import { createHash } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { topics, type EventName, type EventOf } from '@kalends/contracts';
import { eventIdentity, type ReceivedRecord } from '@kalends/kafka';
import { DomainError, isDomainError, type Timer, type UnitOfWork } from '@kalends/kernel';
import { inSpan, SpanKind } from '@kalends/telemetry';
import type { EventHandler, EventMeta } from './event-handler';
import type { AggregateAddress, ParkedEvent, WithInbox } from './inbox';
import { withinBudget } from './within-budget';

/** Each event's one handler. */
export type EventHandlers<Tx> = { readonly [N in EventName]?: EventHandler<N, Tx> };

const budgetMs = 5_000;
const nobody = '00000000-0000-0000-0000-000000000000';

/** Applies single events: inbox row, version guard and the handler's effect in one transaction, in the producer's trace. */
export class EventApplier<Tx extends WithInbox> {
  private readonly byTopic = new Map<string, EventName>();

  /** @throws Error when an event of `events` has no handler: its records would be lost in silence. */
  constructor(
    events: readonly EventName[],
    private readonly handlers: EventHandlers<Tx>,
    private readonly unitOfWork: UnitOfWork<Tx>,
    /** Ends a handler that hangs. */
    private readonly timer: Timer,
  ) {
    const missing = events.filter((name) => handlers[name] === undefined);
    if (missing.length > 0) throw new Error(`Subscribed without a handler: ${missing.join(', ')}`);
    for (const name of events) this.byTopic.set(topics[name].name, name);
  }

  get topics(): readonly string[] {
    return [...this.byTopic.keys()];
  }

  /** Applies the record's event unless it is known, or holds it behind a parked one. Throws what the handler throws. */
  apply(record: ReceivedRecord): Promise<'new' | 'known' | 'held'> {
    const span = { kind: SpanKind.CONSUMER, parent: record.headers };
    return inSpan(`process ${record.topic}`, span, async () => {
      const meta = metaOf(record);
      if (meta === undefined)
        throw new DomainError('invalid', 'event/unreadable', 'The record has no headers of an event.');
      return this.unitOfWork.run(meta.tenantId, async (tx) => {
        const admission = await tx.inbox.admit(meta);
        if (admission === 'new') await this.handle(meta, record.value, tx);
        if (admission === 'held') {
          await tx.inbox.park({
            ...parked(record, meta),
            reason: 'parked/behind-another',
            message: 'An earlier version is parked.',
            attempts: 0,
          });
        }
        return admission;
      });
    });
  }

  /** Puts the record aside with the reason; later versions of its aggregate queue behind it. */
  async park(record: ReceivedRecord, error: unknown, attempts: number): Promise<void> {
    const meta = metaOf(record) ?? metaOfStranger(record);
    await this.unitOfWork.run(meta.tenantId, (tx) =>
      tx.inbox.park({ ...parked(record, meta), ...describe(error), attempts }),
    );
  }

  /**
   * Applies an aggregate's parked events in order of version, each in its own transaction, until none is left or one fails
   * again, which stays parked with its new reason. `by` (who ordered it) is kept with each.
   */
  async replayParked(aggregate: AggregateAddress, by: string): Promise<{ replayed: number; failed?: ParkedEvent }> {
    for (let replayed = 0; ; replayed += 1) {
      let current: ParkedEvent | null = null;
      try {
        await this.unitOfWork.run(aggregate.tenantId, async (tx) => {
          current = await tx.inbox.takeParked(aggregate);
          if (current === null) return;
          const { meta, payload } = current;
          if ((await tx.inbox.admit(meta)) === 'new') await this.handle(meta, payload, tx);
          await tx.inbox.settleParked(meta, by);
        });
      } catch (error) {
        if (current === null) throw error;
        const failed: ParkedEvent = { ...(current as ParkedEvent), ...describe(error) };
        await this.unitOfWork.run(aggregate.tenantId, (tx) => tx.inbox.park(failed));
        return { replayed, failed };
      }
      if (current === null) return { replayed };
    }
  }

  purge(limit: number): Promise<number> {
    return this.unitOfWork.runAcrossTenants((tx) => tx.inbox.purge(limit));
  }

  private async handle(meta: EventMeta, payload: Uint8Array, tx: Tx): Promise<void> {
    const name = this.byTopic.get(meta.topic);
    if (name === undefined) throw new DomainError('invalid', 'event/unknown', 'No event of that topic is known here.');
    const handler = this.handlers[name] as EventHandler<EventName, Tx>;
    await withinBudget(this.timer, budgetMs, handler.handle(decode(name, payload), meta, tx));
  }
}

function decode(name: EventName, payload: Uint8Array): EventOf<EventName> {
  try {
    return fromBinary(topics[name].schema, payload);
  } catch (error) {
    throw new DomainError(
      'invalid',
      'event/unreadable',
      'The payload is not the event that its topic carries.',
      {},
      { cause: error },
    );
  }
}

const metaOf = (record: ReceivedRecord): EventMeta | undefined => {
  const identity = eventIdentity(record);
  return (
    identity && {
      ...identity,
      topic: record.topic,
      partition: record.partition,
      offset: record.offset,
      key: record.key,
    }
  );
};

/** A record that is none of ours is parked too, under nobody's name, with an id of its place. */
function metaOfStranger({ topic, partition, offset, key }: ReceivedRecord): EventMeta {
  const hash = createHash('sha256').update(`${topic}/${partition}/${offset}`).digest('hex');
  // UUIDv8 (RFC 9562 section 5.8): custom content
  const eventId = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  return { eventId, tenantId: nobody, aggregateId: eventId, version: 1, topic, partition, offset, key };
}

const parked = (
  { value, headers }: ReceivedRecord,
  meta: EventMeta,
): Pick<ParkedEvent, 'meta' | 'payload' | 'headers'> => ({ meta, payload: value, headers });

function describe(error: unknown): Pick<ParkedEvent, 'reason' | 'message'> {
  if (isDomainError(error)) return { reason: error.code, message: error.message };
  return error instanceof Error
    ? { reason: error.name, message: error.message }
    : { reason: 'unknown', message: String(error) };
}
