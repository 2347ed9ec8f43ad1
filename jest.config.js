/** The level of a test is in its file name: `.unit.` has no I/O, `.int.` has real Postgres and Kafka, `.e2e.` the whole system. */
const level = (name, extra = {}) => ({
  displayName: name,
  rootDir: __dirname,
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/tools', '<rootDir>/e2e'],
  testMatch: [`**/*.${name}.spec.ts`],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  testEnvironment: 'node',
  transform: { '^.+\\.tsx?$': '@swc/jest' },
  moduleNameMapper: { '^@kalends/([a-z-]+)$': '<rootDir>/libs/$1/src' },
  ...extra,
});

module.exports = {
  projects: [level('unit'), level('prop'), level('int'), level('e2e')],
};
