import type { Batch, Consumer, Kafka, ReceivedRecord } from '@kalends/kafka';
import type { BackgroundPart, Log } from '@kalends/kernel';
import { changeOf, liveTopics } from './addressed-change';
import type { LiveHub } from './live-hub';

/**
 * Feeds the hub from Kafka. Each process has a group of its own and begins at the latest offset, because every process
 * needs every event and pages read the past by REST.
 */
export class LiveFeed implements BackgroundPart {
  readonly name = 'live-feed';
  private readonly consumer: Consumer;

  constructor(
    kafka: Kafka,
    /** Unique to this process. */
    processId: string,
    private readonly hub: LiveHub,
    private readonly log: Log,
  ) {
    this.consumer = kafka.consumer({ group: `console-live-${processId}`, topics: liveTopics, from: 'latest' });
  }

  async start(): Promise<void> {
    await this.consumer.start(() => this.drain());
  }

  processAll(): Promise<number> {
    return Promise.resolve(this.drain());
  }

  stop(): Promise<void> {
    return this.consumer.stop();
  }

  /** For liveness: false when only a restart of the process brings the consumer back. */
  alive(): boolean {
    return this.consumer.alive();
  }

  private drain(): number {
    let told = 0;
    for (let batch: Batch | null = this.consumer.next(); batch; batch = this.consumer.next()) {
      for (const record of batch.records) this.tell(record);
      told += batch.records.length;
      batch.settle(batch.records.length);
    }
    return told;
  }

  /** What can't be decoded is left out: it is a hint to pages, and the services that need the event park it themselves. */
  private tell({ topic, value, partition, offset }: ReceivedRecord): void {
    try {
      const change = changeOf(topic, value);
      if (change) this.hub.publish(change);
    } catch (error) {
      this.log.warn('live.undecodable', { topic, partition, offset, error });
    }
  }
}
