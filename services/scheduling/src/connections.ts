import { createKafka, type Producer } from '@kalends/kafka';
import { type Clock, type Ids, type Log, systemRandomness, type UnitOfWork, uuidv7 } from '@kalends/kernel';
import { OutboxRelay, PgOutboxStore } from '@kalends/outbox';
import { createDataSource, PostgresUnitOfWork, type SqlSession } from '@kalends/persistence';
import type { ServiceContext } from '@kalends/service-host';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { ResourceAppointmentsReadModel } from './appointments/infra/resource-appointments.read-model';
import { composeScheduling, type Scheduling } from './compose-scheduling';
import type { SchedulingConfig } from './config';
import type { SchedulingPorts } from './scheduling-ports';
import { schedulingStores } from './scheduling-stores';
import type { SchedulingTx } from './scheduling-tx';

/** What this process holds open to the outside: the database, and Kafka for the relay. */
export class Connections implements SchedulingPorts, OnModuleInit, OnApplicationShutdown {
  readonly unitOfWork: UnitOfWork<SchedulingTx>;
  readonly sql: UnitOfWork<SqlSession>;
  readonly clock: Clock;
  readonly ids: Ids = uuidv7;
  readonly log: Log;
  readonly relay: OutboxRelay;
  readonly scheduling: Scheduling;
  private readonly dataSource: DataSource;
  private readonly producer: Producer;

  constructor({ config, log, clock }: ServiceContext<SchedulingConfig>) {
    const randomness = systemRandomness;
    this.clock = clock;
    this.log = log;
    this.dataSource = createDataSource({
      url: config.DATABASE_URL,
      schema: 'scheduling',
      poolSize: config.DATABASE_POOL_SIZE,
    });
    this.producer = createKafka({
      brokers: config.KAFKA_BROKERS,
      clientId: 'scheduling',
      prefix: config.KALENDS_TOPIC_PREFIX,
      log,
    }).producer();
    this.sql = new PostgresUnitOfWork<SqlSession>(this.dataSource, (session) => session, { log, randomness });
    const store = new PgOutboxStore(this.sql);
    this.relay = new OutboxRelay({ store, producer: this.producer, clock, ids: this.ids, randomness, log });
    this.unitOfWork = new PostgresUnitOfWork(this.dataSource, schedulingStores(this.relay.nudge), { log, randomness });
    const resourceAppointments = new ResourceAppointmentsReadModel(this.sql);
    const { unitOfWork, ids } = this;
    this.scheduling = composeScheduling({ unitOfWork, resourceAppointments, clock, ids, log });
  }

  async onModuleInit(): Promise<void> {
    await this.dataSource.initialize();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.producer.stop();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  async checkDatabase(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }
}
