import type { KafkaRecord } from '@kalends/kafka';
import { type Clock, silentLog, systemClock, systemRandomness, type Timer, uuidv7 } from '@kalends/kernel';
import { type Gate, MemoryDatabase, openGate } from '@kalends/memory';
import { schedulingProcess, type SchedulingProcess } from '../src/memory';

/** Nothing takes any time here. */
export const neverLate: Timer = { after: () => () => {} };

export type ProcessUnderTest = SchedulingProcess & { readonly database: MemoryDatabase; readonly sent: KafkaRecord[] };

/** A process of this service in memory, with what it has sent to Kafka; others may be on the same database. */
export function memoryProcess({
  database = new MemoryDatabase(),
  gate = { ...openGate },
  clock = systemClock,
}: { readonly database?: MemoryDatabase; readonly gate?: Gate; readonly clock?: Clock } = {}): ProcessUnderTest {
  const sent: KafkaRecord[] = [];
  const producer = {
    send: async (records: readonly KafkaRecord[]) => void sent.push(...records),
    stop: () => Promise.resolve(),
  };
  const consumer = (): never => {
    throw new Error('Scheduling hears nothing.');
  };
  const world = { timer: neverLate, ids: uuidv7, randomness: systemRandomness, log: silentLog, producer, consumer };
  return { database, sent, ...schedulingProcess({ ...world, database, gate, clock }) };
}
