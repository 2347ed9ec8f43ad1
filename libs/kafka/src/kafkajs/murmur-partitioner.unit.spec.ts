import { randomBytes } from 'node:crypto';
import { Partitioners, type PartitionerArgs } from 'kafkajs';
import { murmurPartitioner } from './murmur-partitioner';

it("puts every key where Kafka's own clients put it", () => {
  const [ours, theirs] = [murmurPartitioner(), Partitioners.DefaultPartitioner()];
  const partitionMetadata = Array.from({ length: 12 }, (_, partitionId) => ({ partitionId, leader: 1 }));
  for (let length = 0; length < 100; length += 1) {
    const args = {
      topic: 't',
      partitionMetadata,
      message: { key: randomBytes(length), value: null },
    } as unknown as PartitionerArgs;
    expect(ours(args)).toBe(theirs(args));
  }
});
