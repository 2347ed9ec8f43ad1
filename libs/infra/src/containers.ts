import { createHash } from 'node:crypto';
import type { GenericContainer } from 'testcontainers';
import { localAdminUrl, localPassword } from './embedded-postgres';
import type { Infra, InfraOptions } from './infra';
import { claimPort } from './ports';

const images = { postgres: 'postgres:18', kafka: 'apache/kafka:4.1.1' } as const;

/** Belongs to the image's user, who writes it. */
const kafkaData = '/var/lib/kafka/data';

/** Volumes are named after the state folder, so that two checkouts on one machine keep their own data. */
const volumeName = (stateDir: string, part: string): string =>
  `kalends-${createHash('sha256').update(stateDir).digest('hex').slice(0, 12)}-${part}`;

type Testcontainers = typeof import('testcontainers', { with: { 'resolution-mode': 'import' } });

/** Loaded only when containers are used: it is large. */
const loadTestcontainers = (): Promise<Testcontainers> => import('testcontainers');

const postgresContainer = (
  { GenericContainer, Wait }: Testcontainers,
  port: number,
  volume: string,
): GenericContainer =>
  new GenericContainer(images.postgres)
    .withEnvironment({ POSTGRES_PASSWORD: localPassword, TZ: 'UTC' })
    .withCommand(['postgres', '-c', 'max_connections=200'])
    .withExposedPorts({ container: 5432, host: port })
    .withBindMounts([{ source: volume, target: '/var/lib/postgresql' }])
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2));

const kafkaContainer = ({ GenericContainer, Wait }: Testcontainers, port: number, volume: string): GenericContainer =>
  new GenericContainer(images.kafka)
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      // What the broker says to itself must not go by the port that only the host has.
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093,INTERNAL://:9094',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port},INTERNAL://localhost:9094`,
      KAFKA_INTER_BROKER_LISTENER_NAME: 'INTERNAL',
      KAFKA_LOG_DIRS: kafkaData,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_HEAP_OPTS: '-Xms64m -Xmx384m',
    })
    .withExposedPorts({ container: 9092, host: port })
    .withBindMounts([{ source: volume, target: kafkaData }])
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/));

/** The official images on the Docker engine of this machine; testcontainers' reaper removes them when this process dies. */
export async function startContainers({ stateDir, ports, progress }: InfraOptions): Promise<Infra> {
  const postgresPort = await claimPort(ports.postgres, 'Postgres', 'set KALENDS_POSTGRES_PORT to another one.');
  const kafkaPort = await claimPort(ports.kafka, 'Kafka', 'set KALENDS_KAFKA_PORT to another one.');
  progress(`Postgres and Kafka: starting ${images.postgres} and ${images.kafka} (fetched once)`);
  const library = await loadTestcontainers();
  const started = await Promise.all([
    postgresContainer(library, postgresPort, volumeName(stateDir, 'postgres')).start(),
    kafkaContainer(library, kafkaPort, volumeName(stateDir, 'kafka')).start(),
  ]);
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((container) => container.stop({ timeout: 10_000 })));
  };
  return {
    kind: 'containers',
    postgres: { adminUrl: localAdminUrl(postgresPort) },
    kafka: { brokers: `127.0.0.1:${kafkaPort}` },
    died: new Promise(() => undefined), // the services notice a lost server by themselves
    crashes: null,
    stop,
  };
}

/** Removes the data that `startContainers` kept for this state folder. */
export async function forgetContainers(stateDir: string): Promise<void> {
  const { container } = await (await loadTestcontainers()).getContainerRuntimeClient();
  for (const part of ['postgres', 'kafka']) {
    await container.dockerode
      .getVolume(volumeName(stateDir, part))
      .remove({ force: true })
      .catch(() => undefined);
  }
}
