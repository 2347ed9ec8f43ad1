import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoogleWorld, openTenant, type Tenant } from '@kalends/actors';
import { startStack, type RunningStack } from '@kalends/stack';
import { testServers } from '@kalends/testing';
import { databaseUrl } from '@kalends/infra';
import { Pool } from 'pg';

export interface SystemOptions {
  /** Postgres and Kafka of its own instead of the run's: for tests that kill them. */
  readonly ownServers?: boolean;
  /** Settings over the stack's, for every service. */
  readonly env?: Readonly<Record<string, string>>;
}

/** All services as processes, the emulator and the edge, as `npm start` runs them; without the demo company. */
export interface System {
  readonly stack: RunningStack;
  readonly google: GoogleWorld;
  /** A tenant of its own for a test: with one branch and its owner signed in. */
  tenant(): Promise<Tenant>;
  /** Programs that have ended unasked, with what they said last. */
  readonly deaths: readonly string[];
  /** SQL with the superuser's eyes, for looking at what is really stored. */
  look<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

/** Starts a system; call it in `beforeAll` and `stop()` in `afterAll`. Needs `npm run build` first. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const stateDir = await mkdtemp(join(tmpdir(), 'kalends-e2e-'));
  const database = `e2e_${randomUUID().replaceAll('-', '')}`;
  const borrowed = options.ownServers
    ? undefined
    : { adminUrl: testServers.postgres(), brokers: testServers.kafka(), database, topicPrefix: `${database}.` };
  const deaths: string[] = [];
  const stack = await startStack(
    {
      ports: { edge: 0, emulator: 0, postgres: 0, kafka: 0, kafkaController: 0 },
      infra: 'auto',
      stateDir,
      fresh: false,
      watch: false,
      demo: false,
      env: options.env ?? {},
    },
    {
      progress: () => {},
      line: () => {},
      died: (name, code, lines) => void deaths.push([`${name} ended with ${code}`, ...lines].join('\n')),
    },
    borrowed,
  );
  const pool = new Pool({
    connectionString: databaseUrl(stack.servers.adminUrl, borrowed?.database ?? 'kalends'),
    max: 4,
  });
  pool.on('error', () => {}); // a test may kill the server
  return {
    stack,
    google: new GoogleWorld(stack.emulatorUrl),
    tenant: () => openTenant(stack),
    deaths,
    look: async (sql, parameters = []) => (await pool.query(sql, [...parameters])).rows,
    stop: async () => {
      await pool.end().catch(() => {});
      await stack.stop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
