import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { startEmbeddedKafka } from './embedded-kafka';
import { localAdminUrl, startEmbeddedPostgres } from './embedded-postgres';
import type { EmbeddedServer } from './embedded-server';
import type { Infra, InfraOptions, ServerName } from './infra';

type Start = (port: number) => Promise<EmbeddedServer>;

const titles: Readonly<Record<ServerName, string>> = { postgres: 'Postgres', kafka: 'Kafka' };

/** Postgres from npm and Kafka's jars on this machine's own processes. */
export async function startEmbedded({ stateDir, ports, durable, progress }: InfraOptions): Promise<Infra> {
  const dirOf = (name: ServerName): string => join(stateDir, name);
  const starts: Readonly<Record<ServerName, Start>> = {
    postgres: (port) => startEmbeddedPostgres({ dir: dirOf('postgres'), port, durable, progress }),
    kafka: (port) => startEmbeddedKafka({ dir: dirOf('kafka'), port, controllerPort: ports.kafkaController, progress }),
  };
  const outcomes = await Promise.allSettled([starts.postgres(ports.postgres), starts.kafka(ports.kafka)]);
  const running = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await Promise.all(running.map((server) => server.stop()));
    throw failed.reason;
  }
  const [postgres, kafka] = running as [EmbeddedServer, EmbeddedServer];
  const servers: Record<ServerName, EmbeddedServer> = { postgres, kafka };

  const killed = new Set<EmbeddedServer>();
  const deaths = new EventEmitter<{ died: [sentence: string] }>();
  const watch = async (name: ServerName): Promise<void> => {
    const server = servers[name];
    const code = await server.exited;
    const logFile = join(dirOf(name), `${name}.log`);
    if (!killed.has(server)) deaths.emit('died', `${titles[name]} ended (exit code ${code}); its log is ${logFile}`);
  };
  void watch('postgres');
  void watch('kafka');
  return {
    kind: 'embedded',
    postgres: { adminUrl: localAdminUrl(postgres.port) },
    kafka: { brokers: `127.0.0.1:${kafka.port}` },
    died: once(deaths, 'died').then(([sentence]) => sentence as string),
    crashes: {
      kill: async (name) => {
        killed.add(servers[name]);
        await servers[name].kill();
      },
      restart: async (name) => {
        servers[name] = await starts[name](servers[name].port);
        void watch(name);
      },
    },
    stop: async () => {
      await Promise.all([servers.kafka.stop(), servers.postgres.stop()]);
    },
  };
}
