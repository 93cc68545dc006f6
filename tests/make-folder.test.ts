import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder, makeFolderSync } from '../lib/make-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'make-folder-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a folder is made with those above it, and the topmost one made is told', async () => {
  expect(await makeFolder(join(folder, 'a', 'b', 'c'), 0o750)).toBe(join(folder, 'a'));
  expect(await makeFolder(join(folder, 'a', 'b', 'c'), 0o750)).toBeNull();
  expect(await makeFolder(join(folder, 'a', 'b', 'd'), 0o750)).toBe(join(folder, 'a', 'b', 'd'));
  makeFolderSync(join(folder, 'e', 'f'), 0o700);
  makeFolderSync(join(folder, 'e', 'f'), 0o700);
  expect([join(folder, 'e'), join(folder, 'e', 'f')].map((made) => statSync(made).mode & 0o777)).toEqual([
    0o700, 0o700,
  ]);
});

test('where nothing can be made it ends at once', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeFolderSync(join(folder, 'file', 'x'), 0o700)).toThrow('ENOTDIR');
  if (process.platform !== 'linux') return;
  expect(() => makeFolderSync('/proc/nowhere/x', 0o700)).toThrow('ENOENT');
  expect(await makeFolder('/proc/nowhere/x', 0o750).catch((error: NodeJS.ErrnoException) => error.code)).toBe('ENOENT');
});
