import { topics, type EventName, type EventOf } from '@kalends/contracts';
import type { Kafka } from '@kalends/kafka';
import { systemClock, systemRandomness, systemTimer, type Log, type UnitOfWork } from '@kalends/kernel';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { EventApplier, type EventHandlers } from '../event-applier';
import type { EventMeta } from '../event-handler';
import type { WithInbox } from '../inbox';
import { InboxConsumer } from '../inbox-consumer';
import { eventBusTransport } from './on-event';

export interface EventBusOptions<Tx extends WithInbox> {
  /** Consumer group, the same name as its PgInbox has: the service. */
  readonly name: string;
  /** What the service listens to; each must have one `@OnEvent` method, or the boot fails. */
  readonly events: readonly EventName[];
  readonly kafka: Kafka;
  readonly unitOfWork: UnitOfWork<Tx>;
  readonly log: Log;
}

/**
 * The event bus as a Nest transport: `app.connectMicroservice({ strategy: new EventBusServer({…}) })`. Nest's own Kafka
 * server hides a handler's error and moves on from topics without a handler; this one runs InboxConsumer.
 */
export class EventBusServer<Tx extends WithInbox> extends Server implements CustomTransportStrategy {
  override readonly transportId = eventBusTransport;
  private consumer: InboxConsumer<Tx> | undefined;
  private runner: EventApplier<Tx> | undefined;

  constructor(private readonly options: EventBusOptions<Tx>) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    void this.boot(callback);
  }

  async close(): Promise<void> {
    await this.consumer?.stop();
  }

  /** For liveness. */
  alive(): boolean {
    return this.consumer?.alive() ?? true;
  }

  /** To replay parked events; there once the application listens. */
  get applier(): EventApplier<Tx> {
    if (this.runner === undefined) throw new Error('The event bus does not listen yet.');
    return this.runner;
  }

  override on(): never {
    throw new Error('The event bus emits no events of its own.');
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- Nest's signature
  override unwrap<T>(): T {
    return this.consumer as T;
  }

  private async boot(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.startConsumer();
    } catch (error) {
      return callback(error);
    }
    callback();
  }

  private async startConsumer(): Promise<void> {
    const { name, events, kafka, unitOfWork, log } = this.options;
    const applier = (this.runner = new EventApplier(events, this.declaredHandlers(), unitOfWork, systemTimer));
    const source = kafka.consumer({ group: name, topics: applier.topics });
    this.consumer = new InboxConsumer({ name, source, applier, clock: systemClock, randomness: systemRandomness, log });
    await this.consumer.start();
  }

  private declaredHandlers(): EventHandlers<Tx> {
    const handlers: Partial<Record<EventName, unknown>> = {};
    for (const [pattern, handler] of this.messageHandlers) {
      if (!(pattern in topics)) continue;
      if (handler.next !== undefined) throw new Error(`Two handlers of one event in one service: ${pattern}`);
      const name = pattern as EventName;
      if (!this.options.events.includes(name))
        throw new Error(`A handler of an event that is not subscribed: ${pattern}`);
      handlers[name] = {
        handle: async (event: EventOf<typeof name>, meta: EventMeta, tx: Tx) => {
          const result: unknown = await handler(event, { meta, tx });
          await lastValueFrom(this.transformToObservable(result), { defaultValue: undefined });
        },
      };
    }
    return handlers as EventHandlers<Tx>;
  }
}
