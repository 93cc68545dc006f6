import nextVitals from 'eslint-config-next/core-web-vitals';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Imports flow one way (docs/decisions.md): app → components, lib; components → lib/contract; lib never looks up. */
const zones = [
  { target: './lib', from: './app', message: 'lib never imports app.' },
  { target: './lib', from: './components', message: 'lib never imports components.' },
  { target: './components', from: './app', message: 'components never import app.' },
  {
    target: './components',
    from: './lib',
    except: ['./contract', './errors.ts', './format.ts'],
    message: 'components read contracts, nothing that runs on the server.',
  },
  {
    target: './lib/contract',
    from: './lib',
    except: ['./contract'],
    message: 'contracts import only zod and each other.',
  },
  {
    target: ['./lib/elasticsearch', './lib/archive'],
    from: './lib',
    except: [
      './elasticsearch',
      './archive',
      './contract',
      './errors.ts',
      './json',
      './make-folder.ts',
      './resized.ts',
      './retry.ts',
    ],
    message: 'adapters know contracts, errors and bytes.',
  },
  {
    target: './lib/operations',
    from: './lib',
    except: [
      './operations',
      './elasticsearch',
      './archive',
      './contract',
      './errors.ts',
      './json',
      './make-folder.ts',
      './retry.ts',
      './format.ts',
      './version.ts',
    ],
    message: 'operations know nothing of jobs, Next or HTTP.',
  },
  {
    target: './lib/jobs',
    from: ['./lib/access', './lib/action.ts', './lib/route.ts', './lib/cli'],
    message: 'jobs know operations and below.',
  },
];

const elasticsearchClient = { name: '@elastic/elasticsearch', message: 'lib/elasticsearch is the only importer.' };

const config = [
  {
    ignores: [
      '.next*/**',
      '.cache/**',
      'node_modules/**',
      'data/**',
      'next-env.d.ts',
      'test-results/**',
      'bench/results/**',
    ],
  },
  ...nextVitals,
  ...tseslint.configs.strict,
  {
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        importX.createNodeResolver({
          extensions: ['.ts', '.tsx', '.mjs', '.js'],
          tsconfig: { configFile: './tsconfig.json' },
        }),
      ],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  // Settings, aliases and mappings are records keyed by names: a key that goes is deleted.
  { rules: { '@typescript-eslint/no-dynamic-delete': 'off' } },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    ignores: ['lib/elasticsearch/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [elasticsearchClient] }] },
  },
  {
    files: ['app/**/actions.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [elasticsearchClient],
          patterns: [{ group: ['**/lib/elasticsearch/*'], message: 'Changes go through an operation.' }],
        },
      ],
    },
  },
  // After signing in or out the whole page is loaded anew: nothing of the other person's stays in memory.
  { files: ['app/sign-in/**'], rules: { '@next/next/no-location-assign-relative-destination': 'off' } },
  // Outside of the pages a name that starts with "use" is a verb.
  { files: ['lib/**', 'tests/**', 'scripts/**', 'bench/**'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
  { files: ['scripts/**', 'bench/**', 'bin/**', 'tests/**', 'lib/cli/**'], rules: { 'no-console': 'off' } },
  // Not for tests: a `describe` block is as long as the behaviour it lists.
  {
    files: ['app', 'components', 'lib', 'bench', 'scripts', 'bin'].map((folder) => `${folder}/**`),
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 20],
    },
  },
];

export default config;
