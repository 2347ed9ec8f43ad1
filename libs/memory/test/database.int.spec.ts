import { PostgresUnitOfWork } from '@kalends/persistence';
import { eventually, scratchDatabase, type ScratchDatabase } from '@kalends/testing';
import { describeDatabase } from './database-contract';
import { ann, bob } from './probe';
import { Probe1700000000200, SqlProbe } from './sql-probe';

const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await scratchDatabase(Probe1700000000200);
});
afterAll(() => scratch.drop());

describeDatabase('Postgres', async () => {
  const { dataSource } = scratch;
  const sessions = new PostgresUnitOfWork(dataSource, (session) => session);
  for (const tenant of [ann, bob])
    for (const table of ['note', 'booking', 'job'])
      await sessions.run(tenant, (session) => session.query(`DELETE FROM ${table}`));
  return {
    unitOfWork: new PostgresUnitOfWork(dataSource, (session) => new SqlProbe(session)),
    untilSomebodyWaits: () => eventually(async () => expect(await dataSource.query(waiting)).not.toHaveLength(0)),
  };
});
