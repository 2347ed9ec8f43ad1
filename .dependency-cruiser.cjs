/**
 * Who may import whom (docs: ARCHITECTURE.md). tools/gates/canary holds one planted violation of each rule, and the gate
 * fails unless every one of them is caught: a gate that cannot fail is none.
 */
const service = '^(?:services|tools/gates/canary/services)/([^/]+)/';

module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'domain/ is plain functions over plain types: no Nest, TypeORM, Kafka, environment, clock or I/O.',
      severity: 'error',
      from: { path: '/domain/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: [
          '/domain/',
          '^libs/(kernel|calendar)/',
          '^tools/gates/canary/libs/',
          'node_modules/(ical\\.js|temporal-polyfill)/',
          '^(util|crypto)$',
        ],
      },
    },
    {
      name: 'app-knows-ports-only',
      comment: 'app/ imports domain, ports beside it and pure libs; the ways in and out come through the constructor.',
      severity: 'error',
      from: { path: '/app/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: [
          '/(edge|infra)/',
          '\\.module\\.ts$',
          'node_modules/(@nestjs|typeorm|pg|kafkajs|@googleapis|express|@grpc)/',
        ],
      },
    },
    {
      name: 'infra-not-edge',
      comment: 'infra/ implements ports; it knows no way in.',
      severity: 'error',
      from: { path: '/infra/', pathNot: '\\.spec\\.ts$' },
      to: { path: '/edge/' },
    },
    {
      name: 'services-not-services',
      comment: 'Services meet by proto/ and OpenAPI only.',
      severity: 'error',
      from: { path: service },
      to: {
        path: '^(?:services|tools/gates/canary/services)/',
        pathNot: '^(?:services|tools/gates/canary/services)/$1/',
      },
    },
    {
      name: 'libs-not-services',
      severity: 'error',
      from: { path: '^(?:libs|tools/gates/canary/libs)/', pathNot: '^libs/testing/' },
      to: { path: '^(?:services|tools/gates/canary/services)/' },
    },
    {
      name: 'emulator-stands-alone',
      comment: 'The emulator shares no code with what it tests.',
      severity: 'error',
      from: { path: '^tools/google-emulator/' },
      to: { path: '^(libs|services)/' },
    },
    {
      name: 'libs-through-their-door',
      comment: "A lib's doors are src/index.ts, for fakes src/memory/index.ts, and telemetry's preload.",
      severity: 'error',
      from: { path: '^(?:libs|services|tools|e2e)/([^/]+)/' },
      to: {
        path: '^(?:libs|tools/gates/canary/libs)/[^/]+/src/',
        pathNot: ['^(?:libs|tools/gates/canary/libs)/$1/', '/src/(index|register|memory/index)\\.ts$'],
      },
    },
    {
      name: 'fakes-not-in-production',
      comment:
        'What keeps everything in memory is for tests and simulations; it may import production, never the other way.',
      severity: 'error',
      from: {
        path: '^(?:libs|services|tools/gates/canary/services)/[^/]+/src/',
        pathNot: ['^libs/(memory|testing)/', '/src/memory/', '\\.spec\\.ts$'],
      },
      to: { path: ['^libs/memory/', '/src/memory/'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: ['/dist/', '/gen/', '^services/console/web/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'require', 'node', 'default'] },
  },
};
