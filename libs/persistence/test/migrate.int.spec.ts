import { withClient } from '@kalends/infra';
import { eventually, scratchDatabase, type ScratchDatabase } from '@kalends/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrate } from '../src';
import { Notes1700000000100 } from './notes-migration';

class AddColour1700000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE note ADD COLUMN colour text NOT NULL DEFAULT 'none'`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE note DROP COLUMN colour');
  }
}

const schema = 'probe';
let database: ScratchDatabase;
beforeEach(async () => (database = await scratchDatabase()));
afterEach(() => database.drop());

it('R32 in small: five racing jobs apply each migration once', async () => {
  const job = (): Promise<string[]> =>
    migrate({ url: database.migrationUrl, schema, migrations: [AddColour1700000000200, Notes1700000000100] });
  const applied = await Promise.all([job(), job(), job(), job(), job()]);
  expect(applied.flat()).toEqual(['Notes1700000000100', 'AddColour1700000000200']);
  expect(await job()).toEqual([]);
});

it('waits its turn on a busy table instead of blocking those who use it', async () => {
  await migrate({ url: database.migrationUrl, schema, migrations: [Notes1700000000100] });
  await withClient(database.migrationUrl, async (reader) => {
    await reader.query('BEGIN; LOCK TABLE note IN ACCESS SHARE MODE');
    const migrated = migrate({
      url: database.migrationUrl,
      schema,
      migrations: [Notes1700000000100, AddColour1700000000200],
      log: { info: (event) => void waits.push(event), warn: () => {}, error: () => {} },
    });
    const waits: string[] = [];
    await eventually(() => expect(waits).toContain('migration.waits-for-lock'));
    await reader.query('COMMIT');
    expect(await migrated).toEqual(['AddColour1700000000200']);
  });
});
