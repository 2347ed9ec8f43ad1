import { type DuePart, type MemoryProcess, type MemorySession, MemoryUnitOfWork } from '@kalends/memory';
import { OutboxRelay } from '@kalends/outbox';
import { MemoryOutboxStore } from '@kalends/outbox/memory';
import { composeScheduling } from '../compose-scheduling';
import { schedulingDue } from './due';
import { MemoryResourceAppointments } from './memory-resource-appointments';
import { memorySchedulingStores } from './memory-scheduling-stores';

/** So small that something can happen between two pages. */
const PAGE = 5;

export type SchedulingProcess = ReturnType<typeof schedulingProcess>;

/** One process of this service, all of it in memory. */
export function schedulingProcess({ database, gate, clock, ids, randomness, log, producer }: MemoryProcess) {
  const sessions = new MemoryUnitOfWork<MemorySession>(database, (session) => session, gate);
  const store = new MemoryOutboxStore(sessions, clock);
  const relay = new OutboxRelay({ store, producer, clock, ids, randomness, log });
  const unitOfWork = new MemoryUnitOfWork(database, memorySchedulingStores(clock, relay.nudge), gate);
  const resourceAppointments = new MemoryResourceAppointments(sessions, PAGE);
  const scheduling = composeScheduling({ unitOfWork, resourceAppointments, clock, ids, log });
  const { horizon } = scheduling.appointments;
  const parts: readonly DuePart[] = [
    { name: relay.name, due: () => schedulingDue.relay(database)?.getTime() ?? null, run: () => relay.processAll() },
    {
      name: horizon.name,
      due: () => schedulingDue.horizon(database)?.getTime() ?? null,
      run: () => horizon.processAll(),
    },
  ];
  return { unitOfWork, relay, ...scheduling, parts };
}
