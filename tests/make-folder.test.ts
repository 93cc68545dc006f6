import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeDirectory, makeDirectorySync } from '../lib/make-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'make-folder-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a folder is created with those above it, and the topmost created one is returned', async () => {
  expect(await makeDirectory(join(folder, 'a', 'b', 'c'), 0o750)).toBe(join(folder, 'a'));
  expect(await makeDirectory(join(folder, 'a', 'b', 'c'), 0o750)).toBeNull();
  expect(await makeDirectory(join(folder, 'a', 'b', 'd'), 0o750)).toBe(join(folder, 'a', 'b', 'd'));
  makeDirectorySync(join(folder, 'e', 'f'), 0o700);
  makeDirectorySync(join(folder, 'e', 'f'), 0o700);
  expect([join(folder, 'e'), join(folder, 'e', 'f')].map((made) => statSync(made).mode & 0o777)).toEqual([
    0o700, 0o700,
  ]);
});

test('it fails at once where nothing can be created', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeDirectorySync(join(folder, 'file', 'x'), 0o700)).toThrow('ENOTDIR');
  if (process.platform !== 'linux') return;
  expect(() => makeDirectorySync('/proc/nowhere/x', 0o700)).toThrow('ENOENT');
  expect(await makeDirectory('/proc/nowhere/x', 0o750).catch((error: NodeJS.ErrnoException) => error.code)).toBe(
    'ENOENT',
  );
});
