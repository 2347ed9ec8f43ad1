import { topics } from '@kalends/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from './eventually';
import { testKafka } from './test-kafka';

describe('topics of a test', () => {
  it('carry its own prefix, have the declared partitions and are gone afterwards', async () => {
    const kafka = await testKafka('consentChanged', 'branchChanged');
    const admin = new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      const names = (await admin.listTopics()).filter((name) => name.startsWith(kafka.prefix));
      expect(names.sort()).toEqual(
        [topics.consentChanged.name, topics.branchChanged.name].map((name) => kafka.prefix + name),
      );
      const { topics: described } = await admin.fetchTopicMetadata({ topics: names });
      expect(described.map(({ partitions }) => partitions.length)).toEqual([
        topics.consentChanged.partitions,
        topics.branchChanged.partitions,
      ]);
      await kafka.drop();
      await eventually(async () => {
        expect((await admin.listTopics()).filter((name) => name.startsWith(kafka.prefix))).toEqual([]);
      });
    } finally {
      await admin.disconnect();
    }
  });
});
