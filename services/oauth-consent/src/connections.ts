import { SchedulingService } from '@kalends/contracts';
import { EventBusServer, PgInbox } from '@kalends/inbox';
import { createKafka, type Kafka, type Producer } from '@kalends/kafka';
import { systemRandomness, uuidv7, type Clock } from '@kalends/kernel';
import { OutboxRelay, PgOutbox, PgOutboxStore } from '@kalends/outbox';
import { createDataSource, PostgresUnitOfWork, type SqlSession } from '@kalends/persistence';
import { RpcResources } from '@kalends/resources';
import { rpcClient, type RpcClient } from '@kalends/rpc';
import type { ServiceContext } from '@kalends/service-host';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { HttpGoogleCalendars } from './calendars/infra/http-google-calendars';
import { PgCreatedCalendarStore } from './calendars/infra/pg-created-calendar.store';
import type { ConsentConfig } from './config';
import { consentParts, type ConsentParts } from './consent-parts';
import type { ConsentTx } from './consent/app/consent-tx';
import { PgConsentRequestStore } from './consent/infra/pg-consent-request.store';
import { PgConsentStore } from './consent/infra/pg-consent.store';
import { FormGoogleOAuth } from './grant/infra/form-google-oauth';
import { HttpOAuthTransport } from './grant/infra/http-oauth-transport';
import { PgGrantStore } from './grant/infra/pg-grant.store';
import { PgRevocationQueue } from './grant/infra/pg-revocation-queue';
import { KeyRing } from './key-ring/key-ring';
import { heardEvents, serviceName } from './service-name';
import { telemetrySignals } from './signals';

const RPC_TIMEOUT_MS = 3_000;

/** What this process holds open to the outside, and the service's parts on top of it. */
export class Connections implements OnModuleInit, OnApplicationShutdown {
  readonly parts: ConsentParts;
  readonly relay: OutboxRelay;
  readonly events: EventBusServer<ConsentTx>;
  private readonly dataSource: DataSource;
  private readonly producer: Producer;
  private readonly scheduling: RpcClient<typeof SchedulingService>;

  constructor({ config, log, clock, identity }: ServiceContext<ConsentConfig>) {
    const randomness = systemRandomness;
    const kafka: Kafka = createKafka({
      brokers: config.KAFKA_BROKERS,
      clientId: serviceName,
      prefix: config.KALENDS_TOPIC_PREFIX,
      log,
    });
    this.producer = kafka.producer();
    this.dataSource = createDataSource({ url: config.DATABASE_URL, schema: 'oauth_consent' });
    this.scheduling = rpcClient(SchedulingService, {
      url: config.SCHEDULING_GRPC_URL,
      audience: 'scheduling',
      identity,
      timeoutMs: RPC_TIMEOUT_MS,
    });
    const sessions = new PostgresUnitOfWork<SqlSession>(this.dataSource, (session) => session, { log, randomness });
    const store = new PgOutboxStore(sessions);
    this.relay = new OutboxRelay({ store, producer: this.producer, clock, ids: uuidv7, randomness, log });
    const unitOfWork = new PostgresUnitOfWork<ConsentTx>(this.dataSource, (session) => this.bind(session), {
      log,
      randomness,
    });
    this.events = new EventBusServer({
      name: serviceName,
      events: heardEvents,
      kafka,
      unitOfWork,
      log,
    });
    this.parts = consentParts({
      unitOfWork,
      clock,
      randomness,
      log,
      ids: uuidv7,
      signals: telemetrySignals(),
      clientId: config.GOOGLE_CLIENT_ID,
      google: googleOAuth(config, clock),
      googleCalendars: new HttpGoogleCalendars(config.GOOGLE_API_ROOT_URL),
      resources: new RpcResources(this.scheduling),
      vault: new KeyRing(config.KEY_RING),
    });
  }

  async onModuleInit(): Promise<void> {
    await this.dataSource.initialize();
  }

  async onApplicationShutdown(): Promise<void> {
    this.scheduling.close();
    await this.producer.stop();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  async checkDatabase(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }

  checkEvents(): Promise<void> {
    return this.events.alive() ? Promise.resolve() : Promise.reject(new Error('The consumer has given up.'));
  }

  private bind(session: SqlSession): ConsentTx {
    return {
      consents: new PgConsentStore(session),
      requests: new PgConsentRequestStore(session),
      grants: new PgGrantStore(session),
      revocations: new PgRevocationQueue(session, () => this.parts.revocations.nudge()),
      createdCalendars: new PgCreatedCalendarStore(session),
      outbox: new PgOutbox(session, this.relay.nudge),
      inbox: new PgInbox(session, serviceName),
    };
  }
}

const googleOAuth = (config: ConsentConfig, clock: Clock): FormGoogleOAuth =>
  new FormGoogleOAuth(
    {
      authorizeUrl: config.GOOGLE_OAUTH_AUTHORIZE_URL,
      clientId: config.GOOGLE_CLIENT_ID,
      clientSecret: config.GOOGLE_CLIENT_SECRET,
      redirectUri: new URL(`/api/${serviceName}/callback`, config.PUBLIC_URL).href,
    },
    new HttpOAuthTransport({ token: config.GOOGLE_OAUTH_TOKEN_URL, revoke: config.GOOGLE_OAUTH_REVOKE_URL }),
    clock,
  );
