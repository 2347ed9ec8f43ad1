import { MemoryDatabase, MemoryUnitOfWork, openGate } from '@kalends/memory';
import { MemoryOutbox, MemoryOutboxStore, oldestUnsent } from '../src/memory';
import { outboxLeaseTable } from '../src/memory/outbox-tables';
import { changed, describeOutbox, tenantId } from './outbox-contract';

const open = () => {
  const database = new MemoryDatabase();
  let now = Date.now();
  const clock = { now: () => new Date(now) };
  const unitOfWork = (nudge?: () => void) =>
    new MemoryUnitOfWork(database, (session) => new MemoryOutbox(session, clock, nudge));
  const store = new MemoryOutboxStore(new MemoryUnitOfWork(database, (session) => session), clock);
  const lend = (shard: number, holder: string): Promise<void> =>
    database.transaction({ scope: 'queues', gate: openGate }, (session) =>
      session.query('lend', (view) => view.insert(outboxLeaseTable, { shard, holder, expiresAt: now + 10_000 })),
    );
  return { database, clock, unitOfWork, store, lend, pass: (ms: number) => Promise.resolve(void (now += ms)) };
};

describeOutbox('in memory', () => Promise.resolve(open()));

it('says since when an event waits for a relay', async () => {
  const { database, clock, unitOfWork, store, pass } = open();
  expect(oldestUnsent(database)).toBeNull();
  const began = clock.now();
  for (const version of [1, 2]) {
    await unitOfWork().run(tenantId, (outbox) => outbox.append(changed(tenantId, version)));
    await pass(1_000);
  }
  expect(oldestUnsent(database)).toEqual(began);
  await store.markSent(await store.unsent('relay', 10_000, 10));
  expect(oldestUnsent(database)).toBeNull();
});
