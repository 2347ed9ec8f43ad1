import { MemoryDatabase, MemoryUnitOfWork } from '@kalends/memory';
import { MemoryInbox } from '../src/memory';
import { describeInbox } from './inbox-contract';

describeInbox('in memory', () => {
  const database = new MemoryDatabase();
  let now = Date.now();
  const clock = { now: () => new Date(now) };
  return Promise.resolve({
    unitOfWork: (consumer) =>
      new MemoryUnitOfWork(database, (session) => ({ inbox: new MemoryInbox(session, consumer, clock) })),
    untilSomebodyWaits: () => new Promise((resolve) => setImmediate(resolve)),
    pass: (ms) => Promise.resolve(void (now += ms)),
  });
});
