import type { KafkaRecord, ReceivedRecord } from '@kalends/kafka';

/** All that was ever sent to one partition of a topic. */
export class PartitionLog {
  readonly records: ReceivedRecord[] = [];
  /** Called when a record has come. */
  readonly listeners: (() => void)[] = [];

  constructor(
    readonly topic: string,
    readonly partition: number,
  ) {}

  append(records: readonly KafkaRecord[]): void {
    for (const { topic, key, value, headers } of records) {
      const offset = String(this.records.length);
      this.records.push({ topic, key, value, headers, partition: this.partition, offset });
    }
    for (const listener of this.listeners) listener();
  }
}

/** FNV-1a: a key stays in its partition for ever. */
export function partitionOf(key: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % partitions;
}
