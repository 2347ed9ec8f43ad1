import type { Batch, Consumer, ReceivedRecord } from '@kalends/kafka';
import { Pump, type BackgroundPart, type Clock, type Log, type Randomness } from '@kalends/kernel';
import { backOff, classifyFailure, type FailureClass } from './classify-failure';
import type { EventApplier } from './event-applier';
import type { WithInbox } from './inbox';

export interface InboxConsumerParts<Tx extends WithInbox> {
  /** Consumer group and name in logs: the service. */
  readonly name: string;
  readonly source: Consumer;
  readonly applier: EventApplier<Tx>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
}

/** Partitions worked on at once; each takes a database connection. */
const lanes = 4;
const pollMs = 500;
const purgeMs = 60 * 60 * 1000;
const purgedAtOnce = 1_000;

interface Failures {
  readonly offset: string;
  readonly counts: Record<FailureClass, number>;
}

/**
 * Takes batches of partitions and applies their events one by one; an offset is committed after its transaction. A failure
 * pauses the partition and repeats, or parks the event with its aggregate, by its class; the others go on.
 */
export class InboxConsumer<Tx extends WithInbox> implements BackgroundPart {
  readonly name: string;
  private readonly pumps: readonly Pump[];
  private readonly failures = new Map<string, Failures>();
  private purgeAt = 0;

  constructor(private readonly parts: InboxConsumerParts<Tx>) {
    this.name = `inbox-${parts.name}`;
    this.pumps = Array.from(
      { length: lanes },
      () => new Pump(this.name, () => this.step(), { idleMs: pollMs, log: parts.log }),
    );
  }

  async start(): Promise<void> {
    await this.parts.source.start(() => this.pumps.forEach((pump) => pump.nudge()));
    await Promise.all(this.pumps.map((pump) => pump.start()));
  }

  processAll(): Promise<number> {
    return this.pumps[0]!.processAll();
  }

  async stop(): Promise<void> {
    await Promise.all(this.pumps.map((pump) => pump.stop()));
    await this.parts.source.stop();
  }

  /** For liveness: false when only a restart of the process brings the consumer back. */
  alive(): boolean {
    return this.parts.source.alive();
  }

  private async step(): Promise<number> {
    const batch = this.parts.source.next();
    if (batch === null) return this.purge();
    await this.work(batch);
    return 1;
  }

  private async work(batch: Batch): Promise<void> {
    let handled = 0;
    let pauseMs: number | undefined;
    try {
      for (const record of batch.records) {
        if (!batch.isCurrent()) break;
        pauseMs = await this.handle(record);
        if (pauseMs !== undefined) break;
        handled += 1;
      }
    } finally {
      batch.settle(handled, pauseMs);
    }
  }

  /** Undefined when the record is done with; else how long the partition should pause before the next try. */
  private async handle(record: ReceivedRecord): Promise<number | undefined> {
    const { applier, log } = this.parts;
    const place = `${record.topic}/${record.partition}`;
    try {
      await applier.apply(record);
    } catch (error) {
      const pauseMs = this.count(record, error);
      if (pauseMs !== undefined) return pauseMs;
      const attempts = this.failures.get(place)?.counts.unknown ?? 0;
      try {
        await applier.park(record, error, Math.max(1, attempts));
      } catch (parkError) {
        return this.count(record, parkError) ?? this.jittered(5_000);
      }
      log.error('inbox.parked', {
        part: this.name,
        topic: record.topic,
        partition: record.partition,
        offset: record.offset,
        error,
      });
    }
    this.failures.delete(place);
    return undefined;
  }

  /** Counts the failure; undefined when it is time to park. */
  private count({ topic, partition, offset }: ReceivedRecord, error: unknown): number | undefined {
    const place = `${topic}/${partition}`;
    const before = this.failures.get(place);
    const failures =
      before?.offset === offset ? before : { offset, counts: { transient: 0, permanent: 0, unknown: 0 } };
    this.failures.set(place, failures);
    const failure = classifyFailure(error);
    failures.counts[failure] += 1;
    const pauseMs = backOff(failure, failures.counts[failure]);
    if (pauseMs === undefined) return undefined;
    this.parts.log.warn('inbox.retry', {
      part: this.name,
      topic,
      partition,
      offset,
      kind: failure,
      attempt: failures.counts[failure],
      error,
    });
    return this.jittered(pauseMs);
  }

  private jittered(ms: number): number {
    return ms * (0.75 + this.parts.randomness.fraction() / 4);
  }

  private async purge(): Promise<number> {
    const now = this.parts.clock.now().getTime();
    if (now < this.purgeAt) return 0;
    this.purgeAt = now + purgeMs;
    const purged = await this.parts.applier.purge(purgedAtOnce);
    if (purged === purgedAtOnce) this.purgeAt = now;
    return purged;
  }
}
