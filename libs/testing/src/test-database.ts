import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseUrl, provisionDatabase, serviceDatabase, withClient, type ServiceName } from '@kalends/infra';
import { createDataSource, migrate, type MigrateSettings } from '@kalends/persistence';
import type { DataSource } from 'typeorm';
import { testServers } from './test-servers';

/** A migrated database of one spec file's own. */
export interface TestDatabase {
  readonly name: string;
  /** Superuser's URL: sees every schema and passes row-level security; for looking at what is really there. */
  readonly adminUrl: string;
  /** URL of the (first) service's app role: bound by row-level security. */
  readonly url: string;
  /** URL of the (first) service's owner role. */
  readonly migrationUrl: string;
  /** Connected with `url`. */
  readonly dataSource: DataSource;
  /** The app role's URL of any of the services that were named. */
  urlOf(service: ServiceName): string;
  /** Closes `dataSource` and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

const servicesFolder = join(__dirname, '..', '..', '..', 'services');

const migrationsOf = async (service: ServiceName): Promise<MigrateSettings['migrations']> => {
  const folder = join(servicesFolder, service, 'migrations');
  if (!existsSync(join(folder, 'index.ts'))) return [];
  return ((await import(folder)) as Pick<MigrateSettings, 'migrations'>).migrations;
};

/** Makes the migrated template once per run; other workers wait for it. */
async function ensureTemplate(admin: string, services: readonly ServiceName[]): Promise<string> {
  const declared = services.map(serviceDatabase);
  const name = `template_${declared.map(({ schema }) => schema).join('_')}`;
  await withClient(admin, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
    const ready = await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [name]);
    if (ready.rowCount === 1) return;
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await provisionDatabase(admin, name, declared);
    for (const { service, schema } of declared) {
      const url = databaseUrl(admin, name, `${schema}_owner`);
      await migrate({ url, schema, migrations: await migrationsOf(service as ServiceName) });
    }
    await client.query(`ALTER DATABASE "${name}" IS_TEMPLATE true`);
  });
  return name;
}

/**
 * A database with the schemas, roles and migrations of the services named, cloned from a template in tens of
 * milliseconds. Call it in `beforeAll` and `drop()` in `afterAll`.
 */
export async function testDatabase(...services: [ServiceName, ...ServiceName[]]): Promise<TestDatabase> {
  const admin = testServers.postgres();
  const template = await ensureTemplate(admin, services);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(admin, (client) =>
    client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}" STRATEGY file_copy`),
  );
  const { schema } = serviceDatabase(services[0]);
  const urlOf = (service: ServiceName): string => databaseUrl(admin, name, `${serviceDatabase(service).schema}_app`);
  const dataSource = await createDataSource({ url: urlOf(services[0]), schema }).initialize();
  return {
    name,
    adminUrl: databaseUrl(admin, name),
    url: urlOf(services[0]),
    migrationUrl: databaseUrl(admin, name, `${schema}_owner`),
    dataSource,
    urlOf,
    drop: async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
      await withClient(admin, (client) => client.query(`DROP DATABASE "${name}" WITH (FORCE)`));
    },
  };
}
