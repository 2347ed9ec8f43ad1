import { randomUUID } from 'node:crypto';
import { databaseUrl, provisionDatabase, withClient } from '@kalends/infra';
import { createDataSource, migrate, type MigrateSettings } from '@kalends/persistence';
import type { DataSource } from 'typeorm';
import { testServers } from './test-servers';

/** A database with the one schema `probe`, for libs that are tested on tables of their own. */
export interface ScratchDatabase {
  readonly adminUrl: string;
  /** URL of the role probe_app, which is bound by row-level security. */
  readonly url: string;
  /** URL of the role probe_owner. */
  readonly migrationUrl: string;
  /** Connected with `url`. */
  readonly dataSource: DataSource;
  drop(): Promise<void>;
}

export async function scratchDatabase(...migrations: MigrateSettings['migrations']): Promise<ScratchDatabase> {
  const admin = testServers.postgres();
  const name = `scratch_${randomUUID().replaceAll('-', '')}`;
  const schema = 'probe';
  await provisionDatabase(admin, name, [{ service: schema, schema }]);
  const migrationUrl = databaseUrl(admin, name, `${schema}_owner`);
  if (migrations.length > 0) await migrate({ url: migrationUrl, schema, migrations });
  const url = databaseUrl(admin, name, `${schema}_app`);
  const dataSource = await createDataSource({ url, schema }).initialize();
  return {
    adminUrl: databaseUrl(admin, name),
    url,
    migrationUrl,
    dataSource,
    drop: async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
      await withClient(admin, (client) => client.query(`DROP DATABASE "${name}" WITH (FORCE)`));
    },
  };
}
