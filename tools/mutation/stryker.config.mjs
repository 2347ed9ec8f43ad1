// How `npm run mutate` breaks the rules of scheduling and google-sync to see whether their own specs notice.
export default {
  mutate: ['services/{scheduling,google-sync}/src/**/domain/*.ts', '!**/*.spec.ts'],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: { projectType: 'custom', configFile: 'tools/mutation/jest.config.cjs' },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  maxTestRunnerReuse: 150, // jest keeps something of every run
  timeoutMS: 30_000, // a busy machine kills no mutant
  ignorePatterns: ['.kalends', '.nx', 'dist', 'docs', 'e2e', 'proto'],
  disableTypeChecks: false, // swc drops the types
  checkers: [],
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { allowEmojis: false, logTests: false, reportTests: false, reportScoreTable: false },
  jsonReporter: { fileName: '.kalends/mutation/report.json' },
  tempDirName: '.kalends/mutation/sandbox',
  cleanTempDir: 'always',
  allowConsoleColors: false,
};
