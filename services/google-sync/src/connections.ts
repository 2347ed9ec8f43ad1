import { SchedulingService, TokenBrokerService } from '@kalends/contracts';
import { EventBusServer } from '@kalends/inbox';
import { createKafka, type Producer } from '@kalends/kafka';
import { Pump, systemRandomness, uuidv7, type BackgroundPart } from '@kalends/kernel';
import { OutboxRelay, PgOutboxStore } from '@kalends/outbox';
import { createDataSource, PostgresUnitOfWork, type SqlSession } from '@kalends/persistence';
import { rpcClient } from '@kalends/rpc';
import type { ServiceContext } from '@kalends/service-host';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { composeSync } from './compose-sync';
import type { GoogleSyncConfig } from './config';
import { consumerName, heardEvents } from './consumer';
import type { Engine } from './engine';
import { GoogleapisCalendar } from './google/infra/googleapis-calendar';
import { Lanes } from './lanes';
import { keepEveryMs } from './lease-keeper';
import type { LinkTx } from './link/app/link-tx';
import type { Links } from './link/compose-links';
import { HttpCalendarRemover } from './link/infra/http-calendar-remover';
import { postgresLinkTx } from './link/infra/postgres-link-tx';
import { telemetrySignals } from './signals';

const rpcTimeoutMs = 5_000;
const outwardIdleMs = 250;
/** A push is stored by another process: this is how long it may lie there. */
const inwardIdleMs = 200;

/** What this process holds open to the outside, and the service's parts on top of it. */
export class Connections implements OnModuleInit, OnApplicationShutdown {
  readonly engine: Engine;
  readonly links: Links;
  readonly events: EventBusServer<LinkTx>;
  /** Of role `worker`, in order of start. */
  readonly workers: readonly BackgroundPart[];
  private readonly dataSource: DataSource;
  private readonly producer: Producer;
  private readonly clients: readonly { close(): void }[];

  constructor({ config, log, clock, identity }: ServiceContext<GoogleSyncConfig>) {
    const [randomness, ids, signals] = [systemRandomness, uuidv7, telemetrySignals()];
    const kafka = createKafka({
      brokers: config.KAFKA_BROKERS,
      clientId: consumerName,
      prefix: config.KALENDS_TOPIC_PREFIX,
      log,
    });
    this.producer = kafka.producer();
    this.dataSource = createDataSource({
      url: config.DATABASE_URL,
      schema: 'google_sync',
      poolSize: config.DATABASE_POOL_SIZE,
    });
    const schedulingClient = rpcClient(SchedulingService, {
      url: config.SCHEDULING_GRPC_URL,
      audience: 'scheduling',
      identity,
      timeoutMs: rpcTimeoutMs,
    });
    const brokerClient = rpcClient(TokenBrokerService, {
      url: config.OAUTH_CONSENT_GRPC_URL,
      audience: 'oauth-consent',
      identity,
      timeoutMs: rpcTimeoutMs,
    });
    this.clients = [schedulingClient, brokerClient];

    const sessions = new PostgresUnitOfWork<SqlSession>(this.dataSource, (session) => session, { log, randomness });
    const store = new PgOutboxStore(sessions);
    const relay = new OutboxRelay({ store, producer: this.producer, clock, ids, randomness, log });
    const outward: Lanes = new Lanes('outward', () => this.engine.outward.step(), {
      count: config.OUTWARD_LANES,
      idleMs: outwardIdleMs,
      log,
    });
    const jobs: Lanes = new Lanes('jobs', () => this.engine.jobs.step(), {
      count: config.INWARD_LANES,
      idleMs: inwardIdleMs,
      log,
    });
    const leases = new Pump('leases', () => this.engine.leases.step(), { idleMs: keepEveryMs, log });
    const nudges = { work: outward.nudge, jobs: jobs.nudge, outbox: relay.nudge };
    const unitOfWork = new PostgresUnitOfWork<LinkTx>(this.dataSource, postgresLinkTx(nudges), { log, randomness });
    const pushAddress = config.PUBLIC_HOOKS_URL ? new URL('/hooks/google', config.PUBLIC_HOOKS_URL).href : null;
    const { engine, links } = composeSync({
      ...{ unitOfWork, clock, ids, randomness, log, signals },
      google: new GoogleapisCalendar(config.GOOGLE_API_ROOT_URL),
      remover: new HttpCalendarRemover(config.GOOGLE_API_ROOT_URL),
      scheduling: schedulingClient,
      broker: brokerClient,
      settings: {
        pollMs: config.SAFETY_POLL_SECONDS * 1000,
        compareMs: config.COMPARE_SECONDS * 1000,
        pushAddress,
      },
    });
    [this.engine, this.links] = [engine, links];
    this.events = new EventBusServer({
      name: consumerName,
      events: heardEvents,
      kafka,
      unitOfWork,
      log,
    });
    this.workers = [relay, leases, outward, jobs];
  }

  async onModuleInit(): Promise<void> {
    await this.dataSource.initialize();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.producer.stop();
    for (const client of this.clients) client.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  async checkDatabase(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }
}
