// ESLint watches the borders between packages (Nx tags) and that time and chance come by ports; everything else is oxlint's.
// tools/gates/canary holds planted violations of both, and the gate fails unless every one is found.
import nx from '@nx/eslint-plugin';
import parser from '@typescript-eslint/parser';

/** @param {{ serviceMayUse?: string[], toolMayUse?: string[] }} options tags of what their code may import */
const borders = ({ serviceMayUse = ['type:lib'], toolMayUse = ['type:lib', 'type:tool'] }) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    allow: [],
    // Specs of these run on the servers that libs/testing lends, which is built on them.
    ignoredCircularDependencies: [
      ['@kalends/persistence', '@kalends/testing'],
      ['@kalends/kafka', '@kalends/testing'],
      ['@kalends/infra', '@kalends/testing'],
    ],
    depConstraints: [
      { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib'] },
      { sourceTag: 'type:service', onlyDependOnLibsWithTags: serviceMayUse },
      { sourceTag: 'type:tool', onlyDependOnLibsWithTags: toolMayUse },
      { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:lib', 'type:tool'] },
    ],
  },
];

const [clock, timer, randomness, ids] = [
  'Take the time from the port Clock of @kalends/kernel: a simulation has its own.',
  'Be called later by the port Timer of @kalends/kernel, or as a BackgroundPart (Pump): a simulation has its own time.',
  'Take randomness from the port Randomness of @kalends/kernel: a simulation seeds it.',
  'Take ids and randomness from the ports Ids and Randomness of @kalends/kernel: a simulation seeds them.',
];
const named = (names, message) => names.map((name) => ({ name, message }));
const either = (module, rest) => [`node:${module}`, module].map((name) => ({ name, ...rest }));

/** Where the world is reached by ports only, so that the same classes run under virtual time and seeded chance. */
const timeAndChanceByPorts = {
  'no-restricted-globals': [
    'error',
    {
      globals: [
        ...named(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'], timer),
        ...named(['performance'], clock),
        ...named(['crypto'], ids),
      ],
      checkGlobalObject: true,
    },
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: clock },
    { object: 'Temporal', property: 'Now', message: clock },
    { object: 'process', property: 'hrtime', message: clock },
    { object: 'process', property: 'uptime', message: clock },
    { object: 'process', property: 'nextTick', message: timer },
    { object: 'AbortSignal', property: 'timeout', message: timer },
    { object: 'Math', property: 'random', message: randomness },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: clock },
    { selector: 'CallExpression[callee.name="Date"]', message: clock },
  ],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        ...either('timers', { message: timer }),
        ...either('timers/promises', { message: timer }),
        ...either('perf_hooks', { message: clock }),
        ...either('process', { message: clock }),
        ...either('crypto', { allowImportNames: ['createHash', 'createHmac', 'timingSafeEqual'], message: ids }),
        { name: '@kalends/kernel', importNames: ['systemClock'], message: clock },
        { name: '@kalends/kernel', importNames: ['systemTimer'], message: timer },
        { name: '@kalends/kernel', importNames: ['systemRandomness'], message: randomness },
        { name: '@kalends/kernel', importNames: ['uuidv7'], message: ids },
      ],
    },
  ],
};

export default [
  { ignores: ['**/dist/**', '**/gen/**', '**/node_modules/**'] },
  {
    files: ['{libs,services,tools,e2e}/**/*.{ts,tsx}'],
    languageOptions: { parser },
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    rules: {
      '@nx/enforce-module-boundaries': borders({}),
    },
  },
  {
    // Tests of services meet Google in the shape of its emulator.
    files: ['services/*/test/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': borders({ serviceMayUse: ['type:lib', 'type:tool'] }),
    },
  },
  {
    // The simulator runs the classes of production: services themselves, all in one process.
    files: ['tools/simulator/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': borders({ toolMayUse: ['type:lib', 'type:tool', 'type:service'] }),
    },
  },
  {
    files: [
      '**/{app,domain,memory}/**/*.ts',
      'libs/{calendar,inbox,outbox}/src/**/*.ts',
      'services/*/src/*.ts',
      'tools/simulator/src/**/*.ts',
    ],
    ignores: [
      '**/*.spec.ts',
      'tools/simulator/src/main*.ts', // people's time and a fresh seed
      'tools/simulator/src/schedule/schedule.ts', // what rules virtual time has to know when nobody does anything
      'services/*/src/{connections,*.module}.ts', // composition roots: they give the real ones
      'libs/inbox/src/nest/**', // an edge: the composition root of a consumer
    ],
    rules: timeAndChanceByPorts,
  },
];
