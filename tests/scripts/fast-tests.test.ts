import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { fastTests } from '../../scripts/fast-tests.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A project of these files, each with its code. */
function projectOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'restore-desk-fast-tests-'));
  folders.push(folder);
  for (const [file, code] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  return folder;
}

const NET = 'node:net';
const listens = `import {\n  createServer,\n} from '${NET}';\n`;

test('a test that imports nothing but lib is fast, whatever lib imports', () => {
  const project = projectOf({
    'tests/deep/a.test.ts': "import { a } from '../../lib/a.ts';",
    'tests/b.test.tsx': "import { b } from '@/lib/b.ts';",
    'lib/a.ts': listens,
    'lib/b.ts': listens,
  });
  expect(fastTests(project)).toEqual(['tests/b.test.tsx', 'tests/deep/a.test.ts']);
});

test.each([
  ['itself', listens],
  ['through a helper', "import { help } from './support/help.ts';"],
  ['through a helper that it passes on', "export { help } from './support/help.ts';"],
  ['through a helper’s helper in scripts', "import { start } from '@/scripts/helper.ts';"],
  ['while it runs', "const { help } = await import('./support/help.ts');"],
])('a test that can open a port is not fast: %s', (_, code) => {
  const project = projectOf({
    'tests/a.test.ts': code,
    'tests/support/help.ts': listens,
    'scripts/helper.ts': listens,
  });
  expect(fastTests(project)).toEqual([]);
});

test('helpers that import each other are read once', () => {
  const project = projectOf({
    'tests/a.test.ts': "import { one } from './one.ts';",
    'tests/one.ts': "import { two } from './two.ts';",
    'tests/two.ts': "import { one } from './one.ts';",
  });
  expect(fastTests(project)).toEqual(['tests/a.test.ts']);
});

test('a test that imports only types is fast', () => {
  const project = projectOf({ 'tests/a.test.ts': `import type {\n  AddressInfo,\n} from '${NET}';\nimport 'vitest';` });
  expect(fastTests(project)).toEqual(['tests/a.test.ts']);
});
