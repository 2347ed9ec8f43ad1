import { Client } from 'pg';
import { localPassword } from './embedded-postgres';
import type { ServiceDatabase } from './service-databases';

/** Runs `work` on one connection to `url` and closes it. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const roleSql = (role: string, schema: string): string => `
  DO $$ BEGIN
    CREATE ROLE ${role} LOGIN PASSWORD '${localPassword}' NOSUPERUSER NOBYPASSRLS;
  EXCEPTION WHEN duplicate_object THEN NULL;
  END $$;
  ALTER ROLE ${role} SET search_path = ${schema}, public`;

const schemaSql = (schema: string, database: string): string => `
  CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${schema}_owner;
  GRANT CONNECT, TEMPORARY ON DATABASE "${database}" TO ${schema}_owner, ${schema}_app;
  GRANT USAGE ON SCHEMA ${schema} TO ${schema}_app;
  ALTER DEFAULT PRIVILEGES FOR ROLE ${schema}_owner IN SCHEMA ${schema}
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${schema}_app;
  ALTER DEFAULT PRIVILEGES FOR ROLE ${schema}_owner IN SCHEMA ${schema} GRANT USAGE ON SEQUENCES TO ${schema}_app;`;

/** `url` with another database and, when given, another role with the local password. */
export function databaseUrl(url: string, database: string, role?: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  if (role !== undefined) [other.username, other.password] = [role, localPassword];
  return other.toString();
}

/**
 * Makes a database with, for each service, its schema, the role `<schema>_owner` that migrates it and the role
 * `<schema>_app` that runs on it and is bound by row-level security. No role sees another service's schema. Idempotent.
 */
export async function provisionDatabase(
  adminUrl: string,
  database: string,
  services: readonly ServiceDatabase[],
): Promise<void> {
  const schemas = services.map(({ schema }) => schema);
  await withClient(adminUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock(817)'); // roles belong to the whole server, and runs beside this one make them too
    for (const schema of schemas) {
      for (const role of [`${schema}_owner`, `${schema}_app`]) await client.query(roleSql(role, schema));
    }
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE "${database}"`);
  });
  await withClient(databaseUrl(adminUrl, database), async (client) => {
    await client.query('CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public');
    await client.query(`REVOKE ALL ON DATABASE "${database}" FROM PUBLIC; REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
    for (const schema of schemas) await client.query(schemaSql(schema, database));
  });
}
