/** The level of a test is in its file name: `.unit.` has no I/O, `.int.` has real Postgres and Kafka, `.e2e.` the whole system. */
const level = (name, extra = {}) => ({
  displayName: name,
  rootDir: __dirname,
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/tools', '<rootDir>/e2e'],
  testMatch: [`**/*.${name}.spec.ts`, `**/*.${name}.spec.tsx`],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  testEnvironment: 'node',
  transform: { '^.+\\.tsx?$': '@swc/jest' },
  moduleNameMapper: {
    '^@kalends/(actors|google-emulator|simulator|stack)$': '<rootDir>/tools/$1/src',
    '^@kalends/([a-z-]+)$': '<rootDir>/libs/$1/src',
    '^@kalends/(outbox|inbox)/memory$': '<rootDir>/libs/$1/src/memory',
    '^@kalends/([a-z-]+)/memory$': '<rootDir>/services/$1/src/memory',
  },
  ...extra,
});

/** One Postgres server and one Kafka broker for the whole run, started only when a spec of these levels is selected. */
const withServers = {
  globalSetup: '<rootDir>/libs/infra/src/test-run/global-setup.ts',
  globalTeardown: '<rootDir>/libs/infra/src/test-run/global-teardown.ts',
};

/** Jest's vm looks up each name of a global one by one, which costs the simulator a quarter of its time. */
const sandboxInjectedGlobals = ['Array', 'Date', 'Infinity', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Set'];

module.exports = {
  maxWorkers: 2,
  testTimeout: 30_000,
  projects: [
    level('unit'),
    level('prop', { sandboxInjectedGlobals }),
    level('int', withServers),
    level('e2e', withServers),
  ],
};
