import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaJSError, type Admin as Client, type Kafka as KafkaJs } from 'kafkajs';
import type { Admin, TopicDeclaration } from '../kafka';

const electionMs = 30_000;

export class KafkaJsAdmin implements Admin {
  private client: Promise<Client> | undefined;

  constructor(
    private readonly kafka: KafkaJs,
    private readonly prefix: string,
  ) {}

  async ensureTopics(declarations: readonly TopicDeclaration[]): Promise<void> {
    const client = await this.connected();
    await client.createTopics({
      waitForLeaders: false,
      topics: declarations.map(({ name, partitions, retentionMs }) => ({
        topic: this.prefix + name,
        numPartitions: partitions,
        configEntries: [
          { name: 'retention.ms', value: String(retentionMs) },
          { name: 'cleanup.policy', value: 'delete' },
        ],
      })),
    });
    await this.leadersOf(declarations.map(({ name }) => this.prefix + name));
  }

  /** kafkajs' own waiting gives up after a few tries; a busy broker takes longer to elect. */
  private async leadersOf(topics: string[]): Promise<void> {
    const client = await this.connected();
    const deadline = Date.now() + electionMs;
    for (;;) {
      try {
        await client.fetchTopicMetadata({ topics });
        return;
      } catch (error) {
        if (!(error instanceof KafkaJSError) || !error.retriable || Date.now() > deadline) throw error;
        await sleep(100);
      }
    }
  }

  async lag(group: string, topics: readonly string[]): Promise<number> {
    const client = await this.connected();
    const committed = await client.fetchOffsets({
      groupId: this.prefix + group,
      topics: topics.map((topic) => this.prefix + topic),
    });
    let lag = 0n;
    for (const { topic, partitions } of committed) {
      const offsets = new Map(partitions.map(({ partition, offset }) => [partition, offset]));
      for (const { partition, low, high } of await client.fetchTopicOffsets(topic)) {
        const offset = BigInt(offsets.get(partition) ?? -1);
        // -1: the group has not committed anything here yet
        lag += BigInt(high) - (offset < 0n ? BigInt(low) : offset);
      }
    }
    return Number(lag);
  }

  async rewind(group: string, topics: readonly string[]): Promise<void> {
    const client = await this.connected();
    for (const topic of topics)
      await client.resetOffsets({ groupId: this.prefix + group, topic: this.prefix + topic, earliest: true });
  }

  async stop(): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    this.client = undefined;
    await client?.disconnect();
  }

  private connected(): Promise<Client> {
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<Client> {
    const client = this.kafka.admin();
    try {
      await client.connect();
      return client;
    } catch (error) {
      this.client = undefined;
      throw error;
    }
  }
}
