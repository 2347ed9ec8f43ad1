import { randomBytes } from 'node:crypto';
import { topics, type EventName } from '@kalends/contracts';
import { createKafka } from '@kalends/kafka';
import { Kafka, logLevel } from 'kafkajs';
import { testServers } from './test-servers';

/** Topics of one spec file's own on the broker of the run. */
export interface TestKafka {
  /** `host:port`, for `KAFKA_BROKERS`. */
  readonly brokers: string;
  /** For `KALENDS_TOPIC_PREFIX`: goes before topics and group ids. */
  readonly prefix: string;
  /** Removes the topics. */
  drop(): Promise<void>;
}

/** Creates the declared topics (all, or the events named) under a prefix that nobody else uses. */
export async function testKafka(...names: EventName[]): Promise<TestKafka> {
  const brokers = testServers.kafka();
  const prefix = `t${randomBytes(5).toString('hex')}.`;
  const declared = names.length > 0 ? names.map((name) => topics[name]) : Object.values(topics);
  const ours = createKafka({ brokers: [brokers], clientId: 'test', prefix }).admin();
  await ours.ensureTopics(declared);
  await ours.stop();
  const drop = async (): Promise<void> => {
    const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: declared.map(({ name }) => prefix + name) });
    await admin.disconnect();
  };
  return { brokers, prefix, drop };
}
