import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { User } from '@kalends/access';
import { topics } from '@kalends/contracts';
import { claimPort, forgetInfra, provisionDatabase, serviceDatabases, startInfra, type Crashes } from '@kalends/infra';
import { createKafka } from '@kalends/kafka';
import { loadDemo } from './demo/load-demo';
import { demoLogins } from './demo/logins';
import { startEdge } from './edge/edge';
import { identityRoutes, type Login } from './identity/identity';
import { SessionTokens } from './identity/session-tokens';
import { emulatorSpec } from './processes/emulator-spec';
import { Program, type ProgramEvents } from './processes/program';
import { services, serviceSpecs, type ServiceSpec } from './processes/service-specs';
import type { StackOptions } from './stack-options';
import { loadSecrets } from './state/secrets';
import { lockState } from './state/stack-lock';

/** Servers that somebody else started and stops, with a database and topics for this stack alone. */
export interface BorrowedServers {
  readonly adminUrl: string;
  readonly brokers: string;
  readonly database: string;
  readonly topicPrefix: string;
}

export interface StackEvents extends ProgramEvents {
  progress(line: string): void;
}

export interface RunningStack {
  /** The one origin, without a slash at its end. */
  readonly url: string;
  readonly emulatorUrl: string;
  readonly logins: readonly Login[];
  /** Where Postgres and Kafka are, for people who want to look inside. */
  readonly servers: { readonly adminUrl: string; readonly brokers: string };
  /** Null with borrowed servers and with containers. */
  readonly crashes: Crashes | null;
  program(name: string): Program;
  /** A sign-in token for anybody. */
  tokenFor(user: User): Promise<string>;
  stop(): Promise<void>;
}

const clearAway = async ({ infra, stateDir, fresh }: StackOptions): Promise<void> => {
  if (!fresh) return;
  await forgetInfra(infra, stateDir);
  for (const name of ['emulator', 'demo.json', 'secrets.json'])
    await rm(join(stateDir, name), { recursive: true, force: true });
};

const migrateAll = (specs: readonly ServiceSpec[]): Promise<unknown> =>
  Promise.all(
    specs.map(async ({ name, cwd, migration }) => {
      if (migration === null) return;
      const env = { ...process.env, NODE_OPTIONS: '', ...migration };
      await promisify(execFile)(process.execPath, ['dist/main.migrate.js'], { cwd, env }).catch(
        (error: Error & { stdout: string; stderr: string }) => {
          throw new Error(`The migrations of ${name} failed:\n${error.stdout}${error.stderr}`);
        },
      );
    }),
  );

const ownerOf = (logins: readonly Login[]): User => {
  const owner = logins.find(({ user }) => user.roles.some(({ role }) => role === 'owner'));
  if (owner === undefined) throw new Error('the demo company has no owner');
  return owner.user;
};

/** Things to undo, last first. */
class Undo {
  private readonly steps: (() => Promise<unknown>)[] = [];
  add(step: () => Promise<unknown>): void {
    this.steps.push(step);
  }
  async all(): Promise<void> {
    for (let step = this.steps.pop(); step; step = this.steps.pop()) await step();
  }
}

/** Starts everything and settles when a person can use it. On an error nothing is left running. */
export async function startStack(
  options: StackOptions,
  events: StackEvents,
  borrowed?: BorrowedServers,
): Promise<RunningStack> {
  const undo = new Undo();
  try {
    return await bringUp(options, events, undo, borrowed);
  } catch (error) {
    await undo.all();
    throw error;
  }
}

async function bringUp(
  options: StackOptions,
  events: StackEvents,
  undo: Undo,
  borrowed?: BorrowedServers,
): Promise<RunningStack> {
  const { stateDir, ports } = options;
  const lock = await lockState(stateDir);
  undo.add(() => lock.release());
  await clearAway(options);
  const edgePort = await claimPort(
    ports.edge,
    'Kalends',
    'start with `npm start -- --port <another>` or set KALENDS_PORT.',
  );
  const emulatorPort = await claimPort(
    ports.emulator,
    'the Google emulator',
    'set KALENDS_EMULATOR_PORT to another one.',
  );
  const secrets = await loadSecrets(stateDir, services);

  const { servers, crashes } = borrowed
    ? { servers: borrowed, crashes: null }
    : await ownServers(options, events, undo);
  await prepare(servers);

  const emulatorUrl = `http://localhost:${emulatorPort}`;
  const url = `http://localhost:${edgePort}`;
  const edgeUrl = `http://127.0.0.1:${edgePort}`;
  const specs = await serviceSpecs({ ...servers, publicUrl: url, edgeUrl, emulatorUrl, secrets, env: options.env });
  await migrateAll(specs);

  const tokens = new SessionTokens(secrets.signIn);
  const addressOf = (name: string): string | null => specs.find((spec) => spec.name === name)?.address ?? null;
  const edge = await startEdge({ port: edgePort, services, addressOf, identity: identityRoutes(demoLogins, tokens) });
  undo.add(() => edge.stop());

  const programs = [emulatorSpec(emulatorPort, stateDir), ...specs].map((spec) => new Program(spec, events));
  undo.add(() => Promise.all(programs.map((program) => program.stop())));
  events.progress('Services: starting');
  await Promise.all(
    programs.map(async (program) => {
      await program.start();
      events.progress(`${program.spec.name} is ready`);
    }),
  );

  const token = await tokens.issue(ownerOf(demoLogins));
  if (options.demo) await loadDemo({ url: edgeUrl, token, stateDir, now: new Date(), progress: events.progress });
  const program = (name: string): Program => {
    const found = programs.find(({ spec }) => spec.name === name);
    if (found === undefined) throw new Error(`the stack has no program ${name}`);
    return found;
  };
  return {
    url,
    emulatorUrl,
    logins: demoLogins,
    servers,
    crashes,
    program,
    tokenFor: (user) => tokens.issue(user),
    stop: () => undo.all(),
  };
}

async function ownServers(
  options: StackOptions,
  events: StackEvents,
  undo: Undo,
): Promise<{ servers: BorrowedServers; crashes: Crashes | null }> {
  events.progress('Postgres and Kafka: starting');
  const { infra: wish, stateDir, ports } = options;
  const infra = await startInfra({
    wish,
    stateDir,
    ports,
    durable: true,
    progress: (line) => events.progress(line),
  });
  let stopping = false;
  undo.add(() => {
    stopping = true;
    return infra.stop();
  });
  void infra.died.then((sentence) => !stopping && events.died(sentence, 1, []));
  const { postgres, kafka, crashes } = infra;
  return {
    servers: { adminUrl: postgres.adminUrl, brokers: kafka.brokers, database: 'kalends', topicPrefix: '' },
    crashes,
  };
}

async function prepare({ adminUrl, brokers, database, topicPrefix }: BorrowedServers): Promise<void> {
  const admin = createKafka({ brokers: brokers.split(','), clientId: 'stack', prefix: topicPrefix }).admin();
  await Promise.all([
    provisionDatabase(adminUrl, database, serviceDatabases),
    admin.ensureTopics(Object.values(topics)),
  ]);
  await admin.stop();
}
