import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface Package {
  cpu?: string[];
  optional?: boolean;
}

const lock = JSON.parse(readFileSync(fileURLToPath(new URL('../../package-lock.json', import.meta.url)), 'utf8')) as {
  packages: Record<string, Package>;
};

test('the image library of Next is installed on no machine, as no page resizes pictures', () => {
  // npm omits an optional package for another processor, with every package that only it needs.
  expect(lock.packages['node_modules/sharp']).toMatchObject({ optional: true, cpu: ['wasm32'] });
  expect(Object.keys(lock.packages).filter((path) => /\/sharp-(?:libvips|linux|darwin|win32)/.test(path))).toEqual([]);
});
