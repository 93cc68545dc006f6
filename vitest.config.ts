import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { fastTests } from './scripts/fast-tests.ts';
import { LONG_TESTS } from './scripts/long-tests.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests in a folder of their own because they take long; each has an npm script. */
const slow = ['e2e', 'faults', 'versions', 'large', 'sub-path'];
const inSlowFolders = slow.map((folder) => `tests/${folder}/**`);
const fast = fastTests(here('.')).filter((file) => !slow.some((folder) => file.startsWith(`tests/${folder}/`)));

/** scripts/test.ts sets it. A project's own `exclude` is the one that counts: there is none for all projects. */
const leftOut = process.env['WITHOUT_LONG_TESTS'] ? LONG_TESTS : [];

/** Real servers, browsers and clocks on a shared machine. */
const withServers = {
  testTimeout: 120_000,
  hookTimeout: 300_000,
  // One test of a thousand that fails once is named at the end, not hidden, and turns nothing away.
  retry: process.env['CI'] ? 1 : 0,
  // Pages poll every few seconds, and the machine is shared.
  expect: { poll: { timeout: 30_000 } },
  // Files share one real server, and one machine of two cores.
  fileParallelism: false,
  globalSetup: ['./tests/support/global-setup.ts'],
};

export default defineConfig({
  resolve: { alias: { 'server-only': here('./tests/support/empty.ts'), '@': here('.') } },
  test: {
    projects: [
      {
        extends: true,
        // No server, no second try, and no patience: a test that takes seconds doesn't belong here.
        test: { name: 'fast', include: fast, testTimeout: 15_000, maxWorkers: '100%' },
      },
      {
        extends: true,
        test: {
          ...withServers,
          name: 'main',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...inSlowFolders, ...fast, ...leftOut],
        },
      },
      ...slow.map((name) => ({
        extends: true as const,
        test: { ...withServers, name, include: [`tests/${name}/**/*.test.{ts,tsx}`], exclude: [...leftOut] },
      })),
    ],
  },
});
