import { silentLog, type Log } from '@kalends/kernel';
import { Kafka as KafkaJs, logLevel, type LogEntry } from 'kafkajs';
import type { Kafka } from '../kafka';
import { KafkaJsAdmin } from './kafkajs-admin';
import { KafkaJsConsumer } from './kafkajs-consumer';
import { KafkaJsProducer } from './kafkajs-producer';
import { mendTimerDefect } from './timer-defect';

mendTimerDefect();

export interface KafkaSettings {
  /** `host:port` of brokers to begin with. */
  readonly brokers: readonly string[];
  /** Shown in the broker's logs; the service's name. */
  readonly clientId: string;
  /** Put before every topic and group, so that tests don't meet; empty in production. */
  readonly prefix?: string;
  readonly log?: Log;
}

/** Kafka by kafkajs. Nothing connects before a producer, consumer or admin is first used. */
export function createKafka({ brokers, clientId, prefix = '', log = silentLog }: KafkaSettings): Kafka {
  const client = new KafkaJs({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 200, maxRetryTime: 3_000, retries: 8 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => tell(log, entry),
  });
  return {
    producer: () => new KafkaJsProducer(client, prefix, log),
    consumer: (options) => new KafkaJsConsumer(client, prefix, options, log),
    admin: () => new KafkaJsAdmin(client, prefix),
  };
}

/** kafkajs calls every lost connection an error; here an error is something that somebody must act on. */
function tell(log: Log, { namespace, label, log: { message, error } }: LogEntry): void {
  log.warn('kafka.client', { part: namespace, kind: label, reason: message, error });
}
