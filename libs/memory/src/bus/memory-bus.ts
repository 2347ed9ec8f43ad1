import type { Consumer, ConsumerOptions, KafkaRecord, Producer, TopicDeclaration } from '@kalends/kafka';
import type { Gate } from '../gate';
import { ConsumerGroup } from './consumer-group';
import { MemoryConsumer, type Membership } from './memory-consumer';
import { PartitionLog, partitionOf } from './topic-log';

/**
 * What Kalends relies on in Kafka and no more: order within a key alone, delivery at least once, groups whose members
 * share the partitions and keep those of a dead one waiting until its session times out. It has no timers: that a pause
 * or a session has ended shows in `nextAt`, and `onArrival` is not called for it.
 */
export class MemoryBus {
  private readonly topics = new Map<string, readonly PartitionLog[]>();
  private readonly groups = new Map<string, ConsumerGroup>();
  /** Called when records have come. */
  onSend: () => void = () => {};

  constructor(declarations: readonly Pick<TopicDeclaration, 'name' | 'partitions'>[]) {
    for (const { name, partitions } of declarations)
      this.topics.set(
        name,
        Array.from({ length: partitions }, (_, index) => new PartitionLog(name, index)),
      );
  }

  /** Each partition's share of the records is one call (`bus.send`), so that some of them may arrive and others not. */
  producer(gate: Gate): Producer {
    return {
      send: async (records) => {
        for (const [log, share] of this.byPartition(records))
          await gate.pass('bus.send', () => {
            log.append(share);
            this.onSend();
          });
      },
      stop: () => Promise.resolve(),
    };
  }

  consumer(options: ConsumerOptions, membership: Membership): Consumer {
    return new MemoryConsumer(() => this.groupOf(options), membership);
  }

  /** The owner has died: it takes and commits nothing any more. */
  disconnect(owner: object): void {
    for (const group of this.groups.values()) group.disconnect(owner);
  }

  /** Moves partitions among the group's members; what they have under way is delivered again. */
  rebalance(group: string): void {
    this.groups.get(group)?.rebalance();
  }

  /** Delivers the last records of each partition, at most as many as that, to the group once more. */
  rewind(group: string, records: number): void {
    this.groups.get(group)?.rewind(records);
  }

  /** Epoch milliseconds from which the owner's member of the group has something to take; null: nothing as things are. */
  nextAt(group: string, owner: object): number | null {
    const at = this.groups.get(group)?.nextAt(owner) ?? Infinity;
    return at === Infinity ? null : at;
  }

  private groupOf({ group: name, topics, from = 'earliest' }: ConsumerOptions): ConsumerGroup {
    let group = this.groups.get(name);
    if (group === undefined) {
      const logs = topics.flatMap((topic) => this.partitionsOf(topic));
      this.groups.set(name, (group = new ConsumerGroup(logs, from)));
    }
    return group;
  }

  private byPartition(records: readonly KafkaRecord[]): Map<PartitionLog, KafkaRecord[]> {
    const shares = new Map<PartitionLog, KafkaRecord[]>();
    for (const record of records) {
      const logs = this.partitionsOf(record.topic);
      const log = logs[partitionOf(record.key, logs.length)]!;
      const share = shares.get(log);
      if (share) share.push(record);
      else shares.set(log, [record]);
    }
    return shares;
  }

  private partitionsOf(topic: string): readonly PartitionLog[] {
    const logs = this.topics.get(topic);
    if (logs === undefined) throw new Error(`There is no topic ${topic}.`);
    return logs;
  }
}
