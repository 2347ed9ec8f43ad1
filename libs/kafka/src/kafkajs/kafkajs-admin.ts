import type { Admin as Client, Kafka as KafkaJs } from 'kafkajs';
import type { Admin, TopicDeclaration } from '../kafka';

export class KafkaJsAdmin implements Admin {
  private client: Promise<Client> | undefined;

  constructor(
    private readonly kafka: KafkaJs,
    private readonly prefix: string,
  ) {}

  async ensureTopics(declarations: readonly TopicDeclaration[]): Promise<void> {
    const client = await this.connected();
    await client.createTopics({
      waitForLeaders: true,
      topics: declarations.map(({ name, partitions, retentionMs }) => ({
        topic: this.prefix + name,
        numPartitions: partitions,
        configEntries: [
          { name: 'retention.ms', value: String(retentionMs) },
          { name: 'cleanup.policy', value: 'delete' },
        ],
      })),
    });
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
