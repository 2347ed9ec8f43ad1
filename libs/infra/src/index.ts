export { startEmbeddedKafka, type EmbeddedKafkaOptions } from './embedded-kafka';
export { localAdminUrl, startEmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres';
export type { EmbeddedServer } from './embedded-server';
export { spawnGuarded, type GuardedProcess, type GuardedProcessOptions, type SignalName } from './guarded-process';
export type { Infra, InfraKind, InfraOptions, InfraPorts, InfraWish } from './infra';
export { claimPort, portAnswers } from './ports';
export { databaseUrl, provisionDatabase, withClient } from './provision';
export { serviceDatabase, serviceDatabases, type ServiceDatabase, type ServiceName } from './service-databases';
export { forgetInfra, startInfra } from './start-infra';
