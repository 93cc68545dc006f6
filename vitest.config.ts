import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests that stand in a folder of their own because they take long; each has an npm script. */
const slow = ['e2e', 'faults', 'versions', 'large', 'sub-path'];
/** Real servers, browsers and clocks on a shared machine: one test of a thousand that stumbles once is named at the end, not hidden, and turns nothing away. */
const secondTry = process.env['CI'] ? 1 : 0;

export default defineConfig({
  resolve: { alias: { 'server-only': here('./tests/support/empty.ts'), '@': here('.') } },
  test: {
    testTimeout: 120_000,
    hookTimeout: 300_000,
    retry: secondTry,
    // Pages poll every few seconds, and the machine is shared.
    expect: { poll: { timeout: 15_000 } },
    // Files share one real server, and one machine of two cores.
    fileParallelism: false,
    globalSetup: ['./tests/support/global-setup.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'main',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: slow.map((folder) => `tests/${folder}/**`),
        },
      },
      ...slow.map((name) => ({
        extends: true as const,
        test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`] },
      })),
    ],
  },
});
