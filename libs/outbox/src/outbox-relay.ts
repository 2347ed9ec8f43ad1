import { aggregateKey } from '@kalends/contracts';
import { eventHeaders, type KafkaRecord, type Producer } from '@kalends/kafka';
import { Pump, type BackgroundPart, type Clock, type Ids, type Log, type Randomness } from '@kalends/kernel';
import type { OutboxRecord, OutboxStore } from './outbox-store';

export interface OutboxRelayParts {
  readonly store: OutboxStore;
  readonly producer: Producer;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomness: Randomness;
  readonly log: Log;
}

const batchSize = 200;
const readAtOnce = 5 * batchSize;
const leaseMs = 10_000;
const pollMs = 100;
/** Each round costs two transactions and a request to Kafka, whether for one record or for a hundred. */
const gatherMs = 20;
const keptMs = 7 * 24 * 60 * 60 * 1000;
const hygieneMs = 60 * 60 * 1000;
const deletedAtOnce = 1_000;
const longestBackOffMs = 5_000;

/**
 * Tells Kafka what the outbox holds: reads unsent records of the shards it leads, in order, sends them as one batch and
 * marks them once every replica has them. A rejected send is repeated with back-off; nothing is skipped. After a crash,
 * or with a second leader while a lease was lost, records are sent twice; consumers' version guards make that harmless.
 */
export class OutboxRelay implements BackgroundPart {
  readonly name = 'outbox-relay';
  private readonly holder: string;
  private readonly pump: Pump;
  private failures = 0;
  private retryAt = 0;
  private hygieneAt = 0;

  constructor(private readonly parts: OutboxRelayParts) {
    this.holder = parts.ids.next();
    this.pump = new Pump(this.name, () => this.step(), {
      idleMs: pollMs,
      gather: { ms: gatherMs, full: batchSize },
      log: parts.log,
    });
  }

  start(): Promise<void> {
    return this.pump.start();
  }

  processAll(): Promise<number> {
    return this.pump.processAll();
  }

  /** An event was committed in this process: don't wait for the poll. */
  readonly nudge = (): void => this.pump.nudge();

  async stop(): Promise<void> {
    await this.pump.stop();
    await this.parts.store.release(this.holder);
  }

  /** For health and alerts: milliseconds that the oldest unsent record has waited. */
  oldestUnsentMs(): Promise<number> {
    return this.parts.store.oldestUnsentMs();
  }

  private async step(): Promise<number> {
    const now = this.parts.clock.now().getTime();
    if (now < this.retryAt) return 0;
    const records = await this.parts.store.unsent(this.holder, leaseMs, readAtOnce);
    return records.length === 0 ? this.tidy(now) : this.relay(records);
  }

  /** One batch is marked while the next is under way; returns how many were sent. */
  private async relay(records: readonly OutboxRecord[]): Promise<number> {
    let marking = Promise.resolve();
    let sent = 0;
    while (sent < records.length) {
      const batch = records.slice(sent, sent + batchSize);
      const isSent = await this.send(batch);
      await marking;
      if (!isSent) return sent;
      marking = this.parts.store.markSent(batch);
      marking.catch(() => undefined); // awaited above or below; it may fail before
      sent += batch.length;
    }
    await marking;
    return sent;
  }

  private async send(records: readonly OutboxRecord[]): Promise<boolean> {
    try {
      await this.parts.producer.send(records.map(toKafkaRecord));
      this.failures = 0;
      return true;
    } catch (error) {
      this.failures += 1;
      const backOffMs =
        Math.min(longestBackOffMs, 100 * 2 ** this.failures) * (0.5 + this.parts.randomness.fraction() / 2);
      this.retryAt = this.parts.clock.now().getTime() + backOffMs;
      this.parts.log.warn('outbox.send-rejected', {
        part: this.name,
        attempt: this.failures,
        delayMs: backOffMs,
        error,
      });
      return false;
    }
  }

  private async tidy(now: number): Promise<number> {
    if (now < this.hygieneAt) return 0;
    const deleted = await this.parts.store.deleteSent(keptMs, deletedAtOnce);
    if (deleted < deletedAtOnce) this.hygieneAt = now + hygieneMs;
    return deleted;
  }
}

const toKafkaRecord = (record: OutboxRecord): KafkaRecord => ({
  topic: record.topic,
  key: aggregateKey(record.tenantId, record.aggregateId),
  value: record.payload,
  headers: { ...record.headers, ...eventHeaders(record) },
});
