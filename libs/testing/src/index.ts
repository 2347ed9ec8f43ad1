export { eventually, type Patience } from './eventually';
export { testDatabase, type TestDatabase } from './test-database';
export { testKafka, type TestKafka } from './test-kafka';
export { testServers } from './test-servers';
