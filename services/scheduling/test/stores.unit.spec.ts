import { systemClock } from '@kalends/kernel';
import { MemoryDatabase, type MemorySession, MemoryUnitOfWork } from '@kalends/memory';
import { MemoryResourceAppointments, memorySchedulingStores } from '../src/memory';
import { describeStores } from './store-contract';

/** More than any of the stores has between two statements. */
const TICKS = 100;

describeStores('in memory', () => {
  const database = new MemoryDatabase();
  const sessions = new MemoryUnitOfWork<MemorySession>(database, (session) => session);
  return {
    unitOfWork: new MemoryUnitOfWork(database, memorySchedulingStores(systemClock)),
    resourceAppointments: (pageSize) => new MemoryResourceAppointments(sessions, pageSize),
    // Whoever has not ended after so many turns of the loop waits.
    areWaiting: async () => {
      for (let tick = 0; tick < TICKS; tick += 1) await null;
      return true;
    },
  };
});
