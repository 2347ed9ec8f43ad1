import { PostgresUnitOfWork } from '@kalends/persistence';
import { eventually, scratchDatabase, type ScratchDatabase } from '@kalends/testing';
import { Inbox1700000000002, PgInbox } from '../src';
import { describeInbox } from './inbox-contract';

const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await scratchDatabase(Inbox1700000000002);
});
afterAll(() => scratch.drop());

describeInbox('in Postgres', async () => {
  const { dataSource } = scratch;
  const sessions = new PostgresUnitOfWork(dataSource, (session) => session);
  const inAll = (sql: string, parameters: unknown[] = []): Promise<unknown> =>
    sessions.runAcrossTenants((session) => session.query(sql, parameters));
  for (const table of ['inbox', 'inbox_version', 'parked_event']) await inAll(`DELETE FROM ${table}`);
  return {
    unitOfWork: (consumer) =>
      new PostgresUnitOfWork(dataSource, (session) => ({ inbox: new PgInbox(session, consumer) })),
    untilSomebodyWaits: () => eventually(async () => expect(await dataSource.query(waiting)).not.toHaveLength(0)),
    pass: async (ms) => {
      const ago = [`${ms} ms`];
      await inAll('UPDATE inbox SET applied_at = applied_at - $1::interval', ago);
      await inAll('UPDATE parked_event SET replayed_at = replayed_at - $1::interval', ago);
    },
  };
});
