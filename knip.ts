import type { KnipConfig } from 'knip';

/** Files, exports, types and packages that nothing uses. Next's own entry points, tests and npm scripts are found by knip. */
const config: KnipConfig = {
  entry: [
    // What `node scripts/setup.mjs` starts, and what people start by hand.
    'server.mjs',
    'scripts/{check,demo,package,screenshots,server,start,test}.ts',
    'bench/{buckets,compare,compare-checkouts,grid,memory,package,pages,replay,run,serving,snapshots}.ts',
    // Started by their names (programFile in lib/places.mjs), or as processes of their own.
    'lib/cli/main.ts',
    'lib/files/file-process.ts',
    'scripts/servers/process-groups.ts',
    'scripts/version-fixture/{write,watching-process}.ts',
    'bench/instant-server/main.mjs',
    'bench/{snapshot-task.ts,task.ts,report-usage.mjs}',
    'tests/**/*-process.ts',
    'tests/jobs/endless-runner.ts',
    // Named as paths by vitest.config.ts and scripts/test.ts.
    'tests/support/{empty,retried-tests}.ts',
  ],
  project: ['**/*.{ts,tsx,mjs,css}'],
  // Its font files are read by path (app/fonts.ts).
  ignoreDependencies: ['geist'],
  // Programs of the system.
  ignoreBinaries: [
    'mvn',
    'apt-get',
    'apt-cache',
    'dpkg-deb',
    'mkfifo',
    'mount',
    'umount',
    'script',
    'podman',
    'mmdebstrap',
  ],
  ignoreIssues: {
    // A contract is a schema and its type. Where only the type is read so far, the schema is exported all the same.
    'lib/contract/**': ['exports'],
    'lib/kinds/*/{schema,review}.ts': ['exports'],
  },
};

export default config;
