import { silentLog } from '@kalends/kernel';
import { PostgresUnitOfWork } from '@kalends/persistence';
import { testDatabase, type TestDatabase } from '@kalends/testing';
import { postgresSyncTx } from '../src/postgres-sync-tx';
import { MemoryUnitOfWork } from './memory/memory-unit-of-work';
import { describeStores } from './store-contract';

describeStores('in memory', () => new MemoryUnitOfWork());

describe('on Postgres', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase('google-sync');
  });
  afterEach(() => database.drop());

  const quiet = { work: () => {}, jobs: () => {}, outbox: () => {} };
  describeStores(
    'on Postgres',
    () => new PostgresUnitOfWork(database.dataSource, postgresSyncTx(quiet), { log: silentLog }),
  );
});
