/** Shards of the outbox; each has one leader at a time. Fixed, like Kafka's partitions. */
export const shardCount = 4;

/** FNV-1a over the aggregate's id: all its events are relayed by one leader, in order. */
export function shardOf(aggregateId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < aggregateId.length; index += 1) {
    hash = Math.imul(hash ^ aggregateId.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % shardCount;
}
