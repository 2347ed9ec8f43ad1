import { withClient } from '@kalends/infra';
import { testDatabase, type TestDatabase } from './test-database';

describe('a test database', () => {
  let first: TestDatabase;
  let second: TestDatabase;
  beforeAll(async () => {
    [first, second] = await Promise.all([testDatabase('scheduling'), testDatabase('scheduling', 'google-sync')]);
  });
  afterAll(async () => {
    await Promise.all([first.drop(), second.drop()]);
  });

  it('belongs to its spec alone', async () => {
    const seen = await Promise.all(
      [first, second].map(({ dataSource }) => dataSource.query('SELECT current_database() AS name')),
    );
    expect(seen.flat()).toEqual([{ name: first.name }, { name: second.name }]);
    expect(first.name).not.toBe(second.name);
  });

  it("hides a service's schema from another service's role", async () => {
    await withClient(second.adminUrl, (client) => client.query('CREATE TABLE google_sync.secret (id int)'));
    await expect(second.dataSource.query('SELECT * FROM google_sync.secret')).rejects.toThrow(/permission denied/);
  });

  it('gives the app role rows, not tables', async () => {
    await withClient(first.migrationUrl, (client) => client.query('CREATE TABLE probe (id int)'));
    await first.dataSource.query('INSERT INTO probe VALUES (1)');
    await expect(first.dataSource.query('DROP TABLE probe')).rejects.toThrow(/must be owner/);
  });
});
