import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createKafka } from '@kalends/kafka';
import { eventually, testServers } from '@kalends/testing';
import { describeBus, topic } from './bus-contract';

jest.setTimeout(60_000);

describeBus('on Kafka', async () => {
  const prefix = `t${Math.random().toString(36).slice(2)}.`;
  const brokers = testServers.kafka();
  const kafka = createKafka({ brokers: [brokers], clientId: 'test', prefix });
  const admin = kafka.admin();
  await admin.ensureTopics([topic]);
  const producer = kafka.producer();
  return {
    producer,
    consumer: (options) => kafka.consumer(options),
    dieWithBatch: async (group) => {
      const execArgv = ['--no-warnings'];
      const child = fork(join(__dirname, 'member-process.js'), [brokers, prefix, group, topic.name], { execArgv });
      await once(child, 'message');
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    rewind: (group) => eventually(() => admin.rewind(group, [topic.name]), { withinMs: 15_000 }),
    eventually: (probe) => eventually(probe, { withinMs: 30_000 }),
    now: () => Date.now(),
    close: async () => {
      await Promise.all([producer.stop(), admin.stop()]);
    },
  };
});
