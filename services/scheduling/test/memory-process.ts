import { topics } from '@kalends/contracts';
import { silentLog, systemClock, systemRandomness, type Timer, uuidv7 } from '@kalends/kernel';
import { type Gate, MemoryBus, MemoryDatabase, openGate } from '@kalends/memory';
import { schedulingProcess, type SchedulingProcess } from '../src/memory';

/** Nothing takes any time here. */
export const neverLate: Timer = { after: () => () => {} };

/** A process of this service in memory; others on the same database come with it. */
export function memoryProcess(
  database = new MemoryDatabase(),
  gate: Gate = { ...openGate },
): SchedulingProcess & { readonly database: MemoryDatabase } {
  const bus = new MemoryBus(Object.values(topics));
  const ports = { clock: systemClock, timer: neverLate, ids: uuidv7, randomness: systemRandomness, log: silentLog };
  const consumer = (): never => {
    throw new Error('Scheduling hears nothing.');
  };
  const scheduling = schedulingProcess({ ...ports, database, gate, producer: bus.producer(gate), consumer });
  return { database, ...scheduling };
}
