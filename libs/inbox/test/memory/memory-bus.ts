import type { Batch, Consumer, KafkaRecord, Producer, ReceivedRecord } from '@kalends/kafka';
import type { Clock } from '@kalends/kernel';

/** How a send ends: as it should, with nothing written, or with everything written and no answer. */
export type SendFate = 'acknowledged' | 'refused' | 'unanswered';

const batchSize = 3;

/** A topic's partitions and one group's offsets; every member sees every partition, as zombies of a rebalance do. */
export class MemoryBus implements Producer {
  readonly partitions: ReceivedRecord[][];
  readonly committed: number[];

  constructor(
    count: number,
    private readonly gate: () => Promise<unknown>,
    private readonly fate: () => SendFate,
  ) {
    this.partitions = Array.from({ length: count }, () => []);
    this.committed = this.partitions.map(() => 0);
  }

  async send(records: readonly KafkaRecord[]): Promise<void> {
    await this.gate();
    const fate = this.fate();
    if (fate !== 'refused') records.forEach((record) => this.append(record));
    await this.gate();
    if (fate !== 'acknowledged') throw new Error('The broker did not answer.');
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  rewind(): void {
    this.committed.fill(0);
  }

  member(clock: Clock): Consumer {
    return new MemoryMember(this, clock);
  }

  private append(record: KafkaRecord): void {
    const partition = Buffer.from(record.key).reduce((sum, byte) => sum + byte, 0) % this.partitions.length;
    const log = this.partitions[partition]!;
    log.push({ ...record, partition, offset: String(log.length) });
  }
}

class MemoryMember implements Consumer {
  private readonly busyUntil = new Map<number, number>();

  constructor(
    private readonly bus: MemoryBus,
    private readonly clock: Clock,
  ) {}

  start(): Promise<void> {
    return Promise.resolve();
  }

  next(): Batch | null {
    const now = this.clock.now().getTime();
    const partition = this.bus.partitions.findIndex(
      (log, index) => (this.busyUntil.get(index) ?? 0) <= now && log.length > this.bus.committed[index]!,
    );
    if (partition < 0) return null;
    const from = this.bus.committed[partition]!;
    const records = this.bus.partitions[partition]!.slice(from, from + batchSize);
    this.busyUntil.set(partition, Infinity);
    return {
      topic: records[0]!.topic,
      partition,
      records,
      isCurrent: () => true,
      settle: (handled, pauseMs = 0) => {
        this.bus.committed[partition] = from + handled;
        this.busyUntil.set(partition, this.clock.now().getTime() + pauseMs);
      },
    };
  }

  alive(): boolean {
    return true;
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
