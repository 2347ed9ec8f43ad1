import { MemoryDatabase, MemoryUnitOfWork } from '../src';
import { describeDatabase } from './database-contract';
import { MemoryProbe } from './memory-probe';

const standstill = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describeDatabase('in memory', () =>
  Promise.resolve({
    unitOfWork: new MemoryUnitOfWork(new MemoryDatabase(), (session) => new MemoryProbe(session)),
    untilSomebodyWaits: standstill,
  }),
);
