import { silentLog, uuidv7 } from '@kalends/kernel';
import { PostgresUnitOfWork } from '@kalends/persistence';
import { eventually, testDatabase, type TestDatabase } from '@kalends/testing';
import { Client } from 'pg';
import type { LinkTx } from '../../src/link/app/link-tx';
import { postgresLinkTx } from '../../src/link/infra/postgres-link-tx';
import { interactive } from '../../src/outward/app/work-store';
import { describeEngineStores } from './engine-contract';
import type { StoresUnderTest } from './fixtures';
import { describeLinkStores } from './link-contract';
import { describeWaiting } from './waiting-contract';

const quiet = { work: () => {}, jobs: () => {}, outbox: () => {} };
const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describe('Postgres', () => {
  let database: TestDatabase;
  let admin: Client;
  beforeAll(async () => {
    database = await testDatabase('google-sync');
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  const open = async (): Promise<StoresUnderTest> => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT 'google_sync.' || tablename AS name FROM pg_tables WHERE schemaname = 'google_sync' AND tablename <> 'migrations'`,
    );
    await admin.query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')}`);
    return {
      unitOfWork: new PostgresUnitOfWork<LinkTx>(database.dataSource, postgresLinkTx(quiet), { log: silentLog }),
      untilSomebodyWaits: () => eventually(async () => expect((await admin.query(waiting)).rows).not.toHaveLength(0)),
    };
  };

  for (const describeThem of [describeEngineStores, describeLinkStores, describeWaiting])
    describeThem('on Postgres', open);

  it('S12: gives each piece of work to one of many workers that ask at once, and none of it to nobody', async () => {
    const { unitOfWork: stores } = await open();
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

  it('S49: claims one job at a time, however few the planner believes that there are', async () => {
    const { unitOfWork: stores } = await open();
    await admin.query('ANALYZE google_sync.link_jobs');
    const tenantId = uuidv7.next();
    const now = new Date();
    await stores.run(tenantId, async (tx) => {
      for (let n = 0; n < 5; n += 1)
        await tx.jobs.request({ tenantId, linkId: uuidv7.next(), grantId: uuidv7.next(), job: 'pull', dueAt: now });
    });
    const at = { now, leaseUntil: new Date(now.getTime() + 60_000), token: uuidv7.next() };
    await stores.runAcrossTenants((tx) => tx.jobs.claim(['pull'], at));
    const { rows } = await admin.query('SELECT 1 FROM google_sync.link_jobs WHERE lease_token IS NOT NULL');
    expect(rows).toHaveLength(1);
  });
});
