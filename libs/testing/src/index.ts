export { eventually, type Patience } from './eventually';
export { openTransaction, type OpenTransaction } from './open-transaction';
export { scratchDatabase, type ScratchDatabase } from './scratch-database';
export { seeded, withSeed, type Seeded } from './seeded';
export { sized, tellSoak, type SoakReport } from './soak';
export { testDatabase, type TestDatabase } from './test-database';
export { testIdentities, type TestIdentities, type TestUser } from './test-identities';
export { testKafka, type TestKafka } from './test-kafka';
export { testServers } from './test-servers';
