import { PostgresUnitOfWork, type SqlSession } from '@kalends/persistence';
import { testDatabase, type TestDatabase } from '@kalends/testing';
import { ResourceAppointmentsReadModel } from '../src/appointments/infra/resource-appointments.read-model';
import { schedulingStores } from '../src/scheduling-stores';
import { describeStores } from './store-contract';

describe('Postgres', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('scheduling');
  });
  afterAll(() => database.drop());

  describeStores('on Postgres', () => {
    const { dataSource } = database;
    const sessions = new PostgresUnitOfWork<SqlSession>(dataSource, (session) => session);
    return {
      unitOfWork: new PostgresUnitOfWork(
        dataSource,
        schedulingStores(() => {}),
      ),
      resourceAppointments: (pageSize) => new ResourceAppointmentsReadModel(sessions, pageSize),
      areWaiting: async (count) => {
        const waiting: unknown[] = await dataSource.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.length >= count;
      },
    };
  });
});
