// ESLint watches the borders between packages only (Nx tags); everything else is oxlint's.
import nx from '@nx/eslint-plugin';
import parser from '@typescript-eslint/parser';

export default [
  { ignores: ['**/dist/**', '**/gen/**', '**/node_modules/**'] },
  {
    files: ['{libs,services,tools,e2e}/**/*.{ts,tsx}'],
    languageOptions: { parser },
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          depConstraints: [
            { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib'] },
            { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:lib'] },
            { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:lib', 'type:tool'] },
            { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:lib', 'type:tool'] },
          ],
        },
      ],
    },
  },
];
