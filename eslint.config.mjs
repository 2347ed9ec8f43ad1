// ESLint watches the borders between packages only (Nx tags); everything else is oxlint's.
import nx from '@nx/eslint-plugin';
import parser from '@typescript-eslint/parser';

/** @param {{ serviceMayUse: string[] }} options tags of what a service's code may import */
const borders = ({ serviceMayUse }) => [
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
      { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:lib', 'type:tool'] },
      { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:lib', 'type:tool'] },
    ],
  },
];

export default [
  { ignores: ['**/dist/**', '**/gen/**', '**/node_modules/**'] },
  {
    files: ['{libs,services,tools,e2e}/**/*.{ts,tsx}'],
    languageOptions: { parser },
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    rules: {
      '@nx/enforce-module-boundaries': borders({ serviceMayUse: ['type:lib'] }),
    },
  },
  {
    // Tests of services meet Google in the shape of its emulator.
    files: ['services/*/test/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': borders({ serviceMayUse: ['type:lib', 'type:tool'] }),
    },
  },
];
