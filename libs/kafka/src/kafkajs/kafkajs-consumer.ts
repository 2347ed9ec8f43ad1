import type { Log } from '@kalends/kernel';
import type { Consumer as Client, EachBatchPayload, Kafka as KafkaJs, KafkaMessage } from 'kafkajs';
import type { Batch, Consumer, ConsumerOptions, ReceivedRecord } from '../kafka';

const recordsAtOnce = 100;
const heartbeatMs = 2_000;
/** kafkajs fetches again only when every partition of the last fetch is done: no partition may keep the others waiting longer. */
const turnMs = 1_000;

/** kafkajs pushes batches and waits for them; here each waits, heart beating, until somebody takes and settles it. */
export class KafkaJsConsumer implements Consumer {
  private readonly client: Client;
  private ready: Offer[] = [];
  private taken = new Set<Offer>();
  private resumptions = new Set<NodeJS.Timeout>();
  private onArrival: () => void = () => {};
  private isAlive = true;
  private isStopping = false;

  constructor(
    kafka: KafkaJs,
    private readonly prefix: string,
    private readonly options: ConsumerOptions,
    private readonly log: Log,
  ) {
    this.client = kafka.consumer({
      groupId: prefix + options.group,
      sessionTimeout: 10_000,
      heartbeatInterval: heartbeatMs,
      maxBytesPerPartition: 256 * 1024,
      maxWaitTimeInMs: 500,
    });
    this.client.on('consumer.crash', ({ payload: { error, restart } }) => {
      this.forget();
      this.isAlive = restart;
      if (restart) this.log.warn('kafka.consumer-restarts', { group: options.group, error });
      else this.log.error('kafka.consumer-dead', { group: options.group, error });
    });
  }

  async start(onArrival: () => void): Promise<void> {
    this.onArrival = onArrival;
    await this.client.connect();
    await this.client.subscribe({
      topics: this.options.topics.map((topic) => this.prefix + topic),
      fromBeginning: this.options.from !== 'latest',
    });
    await this.client.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 256,
      eachBatch: (payload) => this.offer(payload),
    });
  }

  next(): Batch | null {
    const offer = this.ready.shift();
    if (offer === undefined) return null;
    this.taken.add(offer);
    return offer;
  }

  alive(): boolean {
    return this.isAlive;
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    const abandoned = [...this.taken];
    this.forget();
    for (const offer of abandoned) offer.settle(0);
    for (const timer of this.resumptions) clearTimeout(timer);
    await this.client.disconnect();
  }

  private async offer(payload: EachBatchPayload): Promise<void> {
    const records = payload.batch.messages.map((message) => this.toRecord(payload, message));
    const turnEnds = Date.now() + turnMs;
    for (let from = 0; from < records.length && Date.now() < turnEnds;) {
      if (this.isStopping || !payload.isRunning() || payload.isStale()) return;
      const offer = new Offer(records.slice(from, from + recordsAtOnce));
      const failure = await this.untilSettled(offer, payload);
      await this.commit(payload, offer);
      if (failure !== undefined) throw failure;
      if (offer.handled < offer.records.length) return this.pause(payload, offer.pauseMs);
      from += offer.handled;
    }
  }

  /** Returns the error of a heartbeat that failed (most often: the group rebalances), after the offer was settled. */
  private async untilSettled(offer: Offer, payload: EachBatchPayload): Promise<Error | undefined> {
    let failure: Error | undefined;
    const heart = setInterval(() => {
      payload.heartbeat().catch((error: Error) => {
        failure = error;
        this.withdraw(offer);
      });
    }, heartbeatMs / 2);
    this.ready.push(offer);
    this.onArrival();
    await offer.settled;
    clearInterval(heart);
    this.taken.delete(offer);
    return failure;
  }

  private async commit(
    { batch, resolveOffset, commitOffsetsIfNecessary }: EachBatchPayload,
    offer: Offer,
  ): Promise<void> {
    const last = offer.records[offer.handled - 1];
    if (last === undefined) return;
    resolveOffset(last.offset);
    const offset = (BigInt(last.offset) + 1n).toString();
    await commitOffsetsIfNecessary({
      topics: [{ topic: batch.topic, partitions: [{ partition: batch.partition, offset }] }],
    });
  }

  private pause(payload: EachBatchPayload, pauseMs: number): void {
    const resume = payload.pause();
    const timer = setTimeout(() => {
      this.resumptions.delete(timer);
      if (!this.isStopping) resume();
    }, pauseMs);
    this.resumptions.add(timer);
  }

  /** What nobody took yet ends here; who works on a batch sees that it is no longer current. */
  private withdraw(offer: Offer): void {
    offer.expire();
    if (!this.taken.has(offer)) offer.settle(0);
    this.ready = this.ready.filter((other) => other !== offer);
  }

  private forget(): void {
    for (const offer of [...this.ready, ...this.taken]) this.withdraw(offer);
  }

  private toRecord({ batch }: EachBatchPayload, message: KafkaMessage): ReceivedRecord {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(message.headers ?? {})) headers[name] = String(value);
    return {
      topic: batch.topic.slice(this.prefix.length),
      partition: batch.partition,
      offset: message.offset,
      key: message.key?.toString() ?? '',
      value: message.value ?? new Uint8Array(),
      headers,
    };
  }
}

class Offer implements Batch {
  readonly settled: Promise<void>;
  handled = 0;
  pauseMs = 0;
  private current = true;
  private isSettled = false;
  private resolve: () => void = () => {};

  constructor(readonly records: readonly ReceivedRecord[]) {
    this.settled = new Promise((resolve) => (this.resolve = resolve));
  }

  get topic(): string {
    return this.records[0]!.topic;
  }

  get partition(): number {
    return this.records[0]!.partition;
  }

  isCurrent(): boolean {
    return this.current;
  }

  expire(): void {
    this.current = false;
  }

  settle(handled: number, pauseMs = 0): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.handled = handled;
    this.pauseMs = pauseMs;
    this.resolve();
  }
}
