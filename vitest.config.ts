import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests that stand in a folder of their own because they take long; each has an npm script. */
const slow = ['e2e', 'faults', 'versions', 'large', 'sub-path'];

export default defineConfig({
  resolve: { alias: { 'server-only': here('./tests/support/empty.ts'), '@': here('.') } },
  test: {
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Pages poll every few seconds, and the machine is shared.
    expect: { poll: { timeout: 15_000 } },
    // Files share one real server, and one machine of two cores.
    fileParallelism: false,
    globalSetup: ['./tests/support/global-setup.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'main', include: ['tests/**/*.test.{ts,tsx}'], exclude: slow.map((folder) => `tests/${folder}/**`) },
      },
      ...slow.map((name) => ({ extends: true as const, test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`] } })),
    ],
  },
});
