import { silentLog, uuidv7, type UnitOfWork } from '@kalends/kernel';
import { PostgresUnitOfWork } from '@kalends/persistence';
import { testDatabase, type TestDatabase } from '@kalends/testing';
import { interactive } from '../src/outward/app/work-store';
import { postgresSyncTx } from '../src/postgres-sync-tx';
import type { SyncTx } from '../src/sync-tx';
import { describeStores } from './store-contract';

describe('Postgres', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase('google-sync');
  });
  afterEach(() => database.drop());

  const quiet = { work: () => {}, jobs: () => {}, outbox: () => {} };
  const open = (): UnitOfWork<SyncTx> =>
    new PostgresUnitOfWork(database.dataSource, postgresSyncTx(quiet), { log: silentLog });

  describeStores('on Postgres', open);

  it('S12: gives each piece of work to one of many workers that ask at once, and none of it to nobody', async () => {
    const stores = open();
    const tenantId = uuidv7.next();
    const now = new Date();
    await stores.run(tenantId, async (tx) => {
      for (let n = 0; n < 40; n += 1) {
        const link = { tenantId, id: uuidv7.next(), grantId: uuidv7.next() };
        await tx.work.bump(interactive(link, uuidv7.next(), now));
      }
    });
    const claimed: string[] = [];
    const worker = async (): Promise<void> => {
      const leaseUntil = new Date(now.getTime() + 60_000);
      for (let idle = 0; idle < 3;) {
        const at = { now, leaseUntil, token: uuidv7.next(), perGrant: 3 };
        const work = await stores.runAcrossTenants((tx) => tx.work.claim(at));
        if (work === null) idle += 1;
        else claimed.push(work.appointmentId);
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    expect(new Set(claimed).size).toBe(40);
    expect(claimed).toHaveLength(40);
  });
});
