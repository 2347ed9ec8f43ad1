import { setImmediate as immediate } from 'node:timers/promises';
import { systemClock } from '@kalends/kernel';
import { MemoryDatabase, type MemorySession, MemoryUnitOfWork } from '@kalends/memory';
import { MemoryResourceAppointments, memorySchedulingStores } from '../src/memory';
import { describeStores } from './store-contract';

describeStores('in memory', () => {
  const database = new MemoryDatabase();
  const sessions = new MemoryUnitOfWork<MemorySession>(database, (session) => session);
  return {
    unitOfWork: new MemoryUnitOfWork(database, memorySchedulingStores(systemClock)),
    resourceAppointments: (pageSize) => new MemoryResourceAppointments(sessions, pageSize),
    // Without any input or output, whoever has not ended by the next turn of the loop waits.
    areWaiting: async () => {
      await immediate();
      return true;
    },
  };
});
