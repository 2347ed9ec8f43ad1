import { setTimeout as sleep } from 'node:timers/promises';
import {
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import type { Log } from '@kalends/kernel';
import type { Kafka as KafkaJs, Message, Producer as Client } from 'kafkajs';
import type { KafkaRecord, Producer } from '../kafka';
import { murmurPartitioner } from './murmur-partitioner';

const tracer = trace.getTracer('@kalends/kafka');

export class KafkaJsProducer implements Producer {
  private client: Promise<Client> | undefined;

  constructor(
    private readonly kafka: KafkaJs,
    private readonly prefix: string,
    private readonly log: Log,
  ) {}

  async send(records: readonly KafkaRecord[]): Promise<void> {
    const spans: Span[] = [];
    const byTopic = new Map<string, Message[]>();
    for (const record of records) {
      const span = tracer.startSpan(`send ${record.topic}`, { kind: SpanKind.PRODUCER }, causeOf(record));
      spans.push(span);
      const messages = byTopic.get(record.topic) ?? [];
      if (messages.length === 0) byTopic.set(record.topic, messages);
      messages.push(toMessage(record, span));
    }
    try {
      const client = await (this.client ??= this.connect());
      await client.sendBatch({
        acks: -1,
        topicMessages: [...byTopic].map(([topic, messages]) => ({ topic: this.prefix + topic, messages })),
      });
    } catch (error) {
      for (const span of spans) span.setStatus({ code: SpanStatusCode.ERROR });
      this.discard();
      throw error;
    } finally {
      for (const span of spans) span.end();
    }
  }

  async stop(): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    this.client = undefined;
    await client?.disconnect();
  }

  private async connect(): Promise<Client> {
    const client = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: murmurPartitioner,
      retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 5 },
    });
    await client.connect();
    return client;
  }

  /** After a failed send the broker may refuse an idempotent producer's next number for ever (kafkajs 598): begin a new one. */
  private discard(): void {
    const failed = this.client;
    this.client = undefined;
    void failed
      ?.then((client) => Promise.race([client.disconnect(), sleep(5_000, undefined, { ref: false })]))
      .catch((error: unknown) => {
        this.log.info('kafka.producer-discarded', { error });
      });
  }
}

/** The trace that the record was written in: its `traceparent` header. */
const causeOf = (record: KafkaRecord): Context => propagation.extract(ROOT_CONTEXT, record.headers);

function toMessage(record: KafkaRecord, span: Span): Message {
  const headers = { ...record.headers };
  propagation.inject(trace.setSpan(causeOf(record), span), headers);
  const { buffer, byteOffset, byteLength } = record.value;
  return { key: record.key, value: Buffer.from(buffer, byteOffset, byteLength), headers };
}
