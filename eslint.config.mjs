import nextVitals from 'eslint-config-next/core-web-vitals';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** What every room of `lib` may use: contracts, errors and small pure helpers. */
const common = [
  './comparable.ts',
  './contract',
  './errors.ts',
  './files',
  './format.ts',
  './index-parts.ts',
  './index-to-type.ts',
  './json',
  './file-stream.ts',
  './make-folder.ts',
  './once-per-object.ts',
  './map-in-parallel.ts',
  './places.mjs',
  './process-identity.ts',
  './process-mark.ts',
  './process-wide.ts',
  './buffers.ts',
  './abortable.ts',
  './retry.ts',
  './settled-within.ts',
  './slices.ts',
  './sum-or-null.ts',
  './thread/run-in-thread.ts',
  './version.ts',
  './waiting-sentence.ts',
];
/** A job kind's schema is a contract that lives with its kind. Patterns and plain paths can't be mixed in one zone. */
const kindSchemas = './kinds/*/schema.ts';
/** What a page of a kind may read besides: what its form sends and its review shows, without server code. */
const kindContracts = [
  kindSchemas,
  './kinds/*/review.ts',
  './kinds/*/rules.ts',
  './kinds/clean-up/decided-lines.ts',
  './kinds/replay/replay-words.ts',
  './kinds/kinds.ts',
];
/** Everything in `lib` but these rooms and files. */
const libExcept = (...allowed) => ({
  from: './lib/**',
  except: allowed.map((path) => `**/lib/${path.slice(2)}${/\.m?ts$|\.mjs$/.test(path) ? '' : '/**'}`),
});
/** Rooms that several job kinds share. */
const blocks = [
  './running',
  './target',
  './loading',
  './proving',
  './aliases',
  './indices',
  './snapshots',
  './comparing',
  './carrying',
  './captures',
  './replaying',
  './looking-up',
  './importing',
  './known-backups',
  './scheduling',
  './retention',
];
/** What pure presentation may read. */
const presentable = [
  './present',
  './known-backups',
  './scheduling',
  './retention',
  './comparable.ts',
  './contract',
  './errors.ts',
  './format.ts',
  './index-parts.ts',
  './json',
  './once-per-object.ts',
  './slices.ts',
  './sum-or-null.ts',
  './waiting-sentence.ts',
  './archive/definition-parts.ts',
  './archive/entry-limits.ts',
  './kinds/kind.ts',
  ...kindContracts,
];
/** What serves the pages, over the jobs. */
const pageRooms = ['./lib/pages', './lib/live', './lib/present', './lib/saved-input'];

/**
 * Imports flow one way (docs/architecture.md): app → components, lib; components → lib/contract;
 * jobs → kinds → backups → building blocks → elasticsearch, archive; lib never looks up.
 */
const zones = [
  { target: './lib', from: './app', message: 'lib never imports app.' },
  { target: './lib', from: './components', message: 'lib never imports components.' },
  { target: './components', from: './app', message: 'components never import app.' },
  {
    target: './components',
    ...libExcept(
      './contract',
      './errors.ts',
      './format.ts',
      './index-parts.ts',
      './index-to-type.ts',
      './waiting-sentence.ts',
      ...kindContracts,
    ),
    message: 'components read contracts, nothing that runs on the server.',
  },
  {
    target: './lib/contract',
    from: './lib',
    except: ['./contract'],
    message: 'contracts import only zod and each other.',
  },
  {
    target: ['./lib/elasticsearch', './lib/archive', './lib/buckets'],
    from: './lib',
    except: ['./elasticsearch', './archive', './buckets', ...common],
    message: 'adapters know contracts, errors and bytes.',
  },
  {
    target: blocks.map((block) => block.replace('./', './lib/')),
    ...libExcept(...blocks, kindSchemas, './elasticsearch', './archive', ...common),
    message: 'building blocks know nothing of job kinds, jobs, Next or HTTP.',
  },
  {
    target: './lib/backups',
    ...libExcept('./backups', './buckets', ...blocks, kindSchemas, './elasticsearch', './archive', ...common),
    message: 'sources of backups know nothing of job kinds, jobs, Next or HTTP.',
  },
  {
    target: './lib/kinds',
    from: './lib',
    except: ['./kinds', './backups', ...blocks, './elasticsearch', './archive', ...common],
    message: 'job kinds know nothing of jobs, Next or HTTP.',
  },
  {
    target: './lib/jobs',
    from: ['./lib/access', './lib/action.ts', './lib/route.ts', './lib/cli', './lib/notify', ...pageRooms],
    message: 'jobs know job kinds and below.',
  },
  {
    target: './lib/present',
    ...libExcept(...presentable),
    message: 'presentation is pure: it turns contracts and what job kinds describe into rows and sentences.',
  },
  {
    target: './lib/notify',
    ...libExcept('./notify', './incidents', './config', './jobs/store', './log.ts', ...common),
    message: 'messages are sent by what is kept of them: they know no page, no cluster and no job.',
  },
  {
    target: './lib/bundling',
    from: ['./lib/pages', './lib/live', './lib/access', './lib/action.ts', './lib/route.ts', './lib/cli'],
    message: 'bundles are given what they hold: they know no page, no user and no terminal.',
  },
  {
    target: './lib/live',
    from: ['./lib/pages', './lib/saved-input', './lib/access', './lib/action.ts', './lib/route.ts', './lib/cli'],
    message: 'what is read once for many pages knows no page and no user.',
  },
  {
    target: './lib/incidents',
    ...libExcept('./incidents', ...common),
    message: 'rules of incidents are pure: they are given what was observed.',
  },
  {
    target: ['./lib/!(watch|metrics|cli)/**', './lib/!(start-up).ts', './components'],
    from: './lib/watch',
    message: 'only the app, the start and the command line know that clusters are watched.',
  },
  {
    target: './lib/watch',
    from: ['./lib/access', './lib/action.ts', './lib/route.ts', './lib/cli', './lib/saved-input'],
    message: 'what watches a cluster knows no user and no terminal.',
  },
  {
    target: './lib/metrics',
    from: ['./lib/access', './lib/action.ts', './lib/route.ts', './lib/cli'],
    message: 'metrics are values of the whole installation: they know no user and no request.',
  },
  {
    target: ['./components', './lib/!(metrics)/**', './lib/*.ts'],
    from: './lib/metrics',
    message: 'nothing but the route /metrics imports the metrics.',
  },
  {
    target: './lib/doctor',
    ...libExcept(
      './doctor',
      './config',
      './access/openid-connect.ts',
      './access/local-users.ts',
      './access/users-file.ts',
      './archive/disk-error.ts',
      './backups',
      './buckets',
      './elasticsearch',
      './jobs/store',
      './notify',
      ...common,
    ),
    message: 'checks know no page, no user, no job and no terminal.',
  },
  {
    target: ['./components', './lib/!(doctor|pages|cli)/**', './lib/*.ts'],
    from: './lib/doctor',
    message: 'only the page and the command line run the checks.',
  },
  {
    target: './lib/set-up',
    ...libExcept('./set-up', './config', './elasticsearch', './buckets', ...common),
    message: 'a first configuration is made and tried without a page, a user or a terminal.',
  },
  {
    target: './lib/serve',
    ...libExcept('./serve', './config', ...common),
    message: 'the built pages, and the process that serves them, are known without a page, a user or a job.',
  },
  {
    target: ['./app', './components', './lib/!(serve|cli|start-up.ts)', './lib/!(serve|cli)/**'],
    from: './lib/serve',
    message: 'only what starts the server knows where its pages are.',
  },
  {
    target: ['./app', './components', './lib/!(unconfigured|start-up.ts)', './lib/!(unconfigured)/**'],
    from: './lib/unconfigured',
    message: 'only the start knows that there may be no configuration.',
  },
  {
    target: './lib/saved-input',
    from: ['./lib/pages', './lib/live', './lib/present', './lib/access', './lib/jobs', './lib/elasticsearch'],
    message: 'saved input knows the forms of job kinds, nothing else.',
  },
  {
    target: ['./app', './lib/!(jobs)/**', './lib/jobs/!(store)', './lib/*.ts'],
    from: ['database', 'migrate', 'schema', 'locks'].map((name) => `./lib/jobs/store/${name}.ts`),
    message: 'the jobs’ database is opened in lib/jobs/store only.',
  },
];

/**
 * `record[name]` of an alias called `constructor` returns a member of every object. So rooms that handle names of a cluster
 * use no type with plain string keys, but the types of lib/contract/by-name.ts.
 */
const namedKeys = {
  message:
    'Use ByName (names of a cluster, read by at()), ByWord (our own keys) or a Map. See lib/contract/by-name.ts.',
};
const plainRecords = [
  "TSTypeReference[typeName.name='Record'] > TSTypeParameterInstantiation > TSStringKeyword:first-child",
  'TSIndexSignature TSStringKeyword',
  "CallExpression[callee.object.name='z'][callee.property.name='record']",
  "BinaryExpression[operator='in']:not([left.type='Literal'])",
].map((selector) => ({ selector, ...namedKeys }));

const sqlite = {
  name: 'node:sqlite',
  message: 'SQL lies in lib/jobs/store and lib/replaying/store; sessions have lib/access/access-database.ts.',
};
const elasticsearchClient = { name: '@elastic/elasticsearch', message: 'lib/elasticsearch is the only importer.' };
const croner = {
  name: 'croner',
  message: 'lib/scheduling/cron.ts is the only importer, for times and never for timers.',
};

const config = [
  {
    ignores: [
      '.next*/**',
      'dist/**',
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
  // Settings, aliases and mappings are records keyed by names, from which keys are deleted.
  { rules: { '@typescript-eslint/no-dynamic-delete': 'off' } },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    rules: { 'no-restricted-imports': ['error', { paths: [elasticsearchClient, sqlite, croner] }] },
  },
  { files: ['lib/elasticsearch/**'], rules: { 'no-restricted-imports': ['error', { paths: [sqlite, croner] }] } },
  {
    files: ['lib/scheduling/cron.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [elasticsearchClient, sqlite] }] },
  },
  {
    files: [
      'lib/jobs/store/**',
      'lib/replaying/store/**',
      'lib/access/access-database.ts',
      'scripts/version-fixture/sql-of.ts',
      'tests/**',
      'bench/**',
    ],
    rules: { 'no-restricted-imports': ['error', { paths: [elasticsearchClient, croner] }] },
  },
  {
    files: ['app/**/actions.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [elasticsearchClient, sqlite, croner],
          patterns: [{ group: ['**/lib/elasticsearch/**'], message: 'Changes go through a job kind.' }],
        },
      ],
    },
  },
  // After signing in or out the whole page is loaded again: no data of the other person remains in memory.
  { files: ['app/sign-in/**'], rules: { '@next/next/no-location-assign-relative-destination': 'off' } },
  // Outside of the pages a name that starts with "use" is a verb.
  { files: ['lib/**', 'tests/**', 'scripts/**', 'bench/**'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
  { files: ['scripts/**', 'bench/**', 'bin/**', 'tests/**', 'lib/cli/**'], rules: { 'no-console': 'off' } },
  {
    files: [
      ...[
        'elasticsearch',
        'aliases',
        'pages',
        'live',
        'present',
        'saved-input',
        'contract',
        'kinds/backup',
        'kinds/clean-up',
        'kinds/switch',
      ].map((room) => `lib/${room}/**`),
      ...['backups', 'kinds'].map((room) => `components/${room}/**`),
      'app/*/(overview)/**',
      'app/*/indices/*',
    ],
    rules: { 'no-restricted-syntax': ['error', ...plainRecords] },
  },
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
