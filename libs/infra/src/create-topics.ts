import { Kafka, logLevel } from 'kafkajs';
import { topics, type EventName } from '@kalends/contracts';

export interface TopicsOptions {
  /** Put before every name; empty on a real system. */
  readonly prefix: string;
  /** All of them unless said otherwise. */
  readonly names?: readonly EventName[];
}

/** Creates the declared topics that do not exist yet and gives their full names. */
export async function createTopics(brokers: string, { prefix, names }: TopicsOptions): Promise<string[]> {
  const wanted = (names ?? (Object.keys(topics) as EventName[])).map((name) => topics[name]);
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = wanted.filter(({ name }) => !existing.has(prefix + name));
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(({ name, partitions, retentionMs }) => ({
        topic: prefix + name,
        numPartitions: partitions,
        replicationFactor: 1,
        configEntries: [{ name: 'retention.ms', value: String(retentionMs) }],
      })),
    });
    return wanted.map(({ name }) => prefix + name);
  } finally {
    await admin.disconnect();
  }
}
