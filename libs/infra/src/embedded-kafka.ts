import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { untilAnswers, type EmbeddedServer } from './embedded-server';
import { spawnGuarded } from './guarded-process';
import { provideJava } from './java-runtime';
import { provideKafkaJars } from './kafka-jars';
import { stopLeftover } from './leftovers';
import { claimPort } from './ports';
import { runCommand } from './run-command';

export interface EmbeddedKafkaOptions {
  /** Absolute path; holds data, configuration, pid file and log. */
  readonly dir: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly progress: (line: string) => void;
}

/** Any id does: the cluster is one node. Kept, because data of another id would be refused. */
const clusterId = 'a2FsZW5kcy1sb2NhbC0xMA';

const memory = ['-Xms64m', '-Xmx384m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

const properties = (dir: string, port: number, controllerPort: number): string =>
  [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    `log.dirs=${join(dir, 'data')}`,
    'broker.heartbeat.interval.ms=500',
    'broker.session.timeout.ms=3000', // how long a start after a hard kill waits for its own earlier self
    'auto.create.topics.enable=false',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=4',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=4',
    'group.initial.rebalance.delay.ms=0',
    'log.cleaner.dedupe.buffer.size=8388608',
    'log.index.size.max.bytes=1048576',
    'num.io.threads=4',
    '',
  ].join('\n');

/** The broker's own word: its port opens a little earlier. */
const saysStarted = async (logFile: string): Promise<boolean> =>
  (await readFile(logFile, 'utf8')).includes('Kafka Server started');

/** Starts real Apache Kafka in one process, on the data of earlier starts; after a `kill -9` too. */
export async function startEmbeddedKafka(options: EmbeddedKafkaOptions): Promise<EmbeddedServer> {
  const { dir, progress } = options;
  const [java, jars] = await Promise.all([provideJava(progress), provideKafkaJars(progress)]);
  await mkdir(dir, { recursive: true });
  const pidFile = join(dir, 'kafka.pid');
  const config = join(dir, 'server.properties');
  await stopLeftover(pidFile, config, 'SIGKILL');
  const port = await claimPort(options.port, 'Kafka', 'set KALENDS_KAFKA_PORT to another one.');
  const controllerPort = await claimPort(
    options.controllerPort,
    "Kafka's controller",
    'set KALENDS_KAFKA_CONTROLLER_PORT to another one.',
  );
  await writeFile(config, properties(dir, port, controllerPort));

  const classPath = join(jars, '*');
  if (!(await stat(join(dir, 'data', 'meta.properties')).catch(() => null))) {
    progress('Kafka: formatting its storage');
    const format = ['format', '--cluster-id', clusterId, '--config', config, '--ignore-formatted'];
    await runCommand(java, ['-XX:TieredStopAtLevel=1', '-cp', classPath, 'kafka.tools.StorageTool', ...format]);
  }
  const logFile = join(dir, 'kafka.log');
  const log = await open(logFile, 'w');
  const logging = [
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
  ];
  // The shell writes the id that it keeps as Java: what a later start looks for.
  const recordPid = ['-c', 'echo $$ >"$0"; exec "$@"', pidFile];
  const broker = spawnGuarded(
    '/bin/sh',
    [...recordPid, java, ...memory, ...logging, '-cp', classPath, 'kafka.Kafka', config],
    { output: log.fd },
  );
  await log.close();
  await untilAnswers({ name: 'Kafka', process: broker, logFile, withinMs: 60_000 }, () => saysStarted(logFile));
  return { port, exited: broker.exited, stop: () => broker.stop('TERM', 8000), kill: () => broker.stop('KILL', 0) };
}
