import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoogleWorld, openTenant, type Tenant } from '@kalends/actors';
import { startStack } from '@kalends/stack';
import { Pool } from 'pg';
import { databaseUrl } from '@kalends/infra';

/** A system of its own, with servers that keep their promises (fsync on), for measuring. */
export interface Stage {
  readonly google: GoogleWorld;
  readonly adminUrl: string;
  readonly brokers: string;
  tenant(): Promise<Tenant>;
  databaseUrl(role: string): string;
  look<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Base URL of a service, past the edge. */
  address(service: string): string;
  stopProgram(name: string): Promise<void>;
  /** With `role` it is that alone. */
  startProgram(name: string, role?: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startStage(progress: (line: string) => void): Promise<Stage> {
  const stateDir = await mkdtemp(join(tmpdir(), 'kalends-bench-'));
  const ports = { edge: 0, emulator: 0, postgres: 0, kafka: 0, kafkaController: 0 };
  const stack = await startStack(
    { ports, infra: 'auto', stateDir, fresh: false, watch: false, demo: false, env: { LOG_LEVEL: 'warn' } },
    { progress, line: () => {}, died: (name, code) => progress(`${name} ended with ${code}`) },
  );
  const urlOf = (role?: string): string => databaseUrl(stack.servers.adminUrl, 'kalends', role);
  const pool = new Pool({ connectionString: urlOf(), max: 4 });
  return {
    google: new GoogleWorld(stack.emulatorUrl),
    adminUrl: urlOf(),
    brokers: stack.servers.brokers,
    tenant: () => openTenant(stack),
    databaseUrl: urlOf,
    look: async (sql, parameters = []) => (await pool.query(sql, [...parameters])).rows,
    address: (service) => new URL(stack.program(service).spec.readyUrl).origin,
    stopProgram: (name) => stack.program(name).stop(),
    startProgram: (name, role) => stack.program(name).start(...(role ? ['--role', role] : [])),
    stop: async () => {
      await pool.end();
      await stack.stop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
