import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../lib/errors.ts';
import { createFile } from '../../lib/files/create-file.ts';
import { failureOf } from '../support/failure-of.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'create-file-'));
});
const created = (path: string, write: (temporary: string) => Promise<void>) =>
  createFile(path, write, (sentence) => expect.fail(sentence));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file has its name when it is whole, and only its owner may read it', async () => {
  const path = join(folder, 'a.zip');
  const bytes = await created(path, async (temporary) => {
    expect(readdirSync(folder)).not.toContain('a.zip');
    await writeFile(temporary, 'twelve bytes');
  });
  expect(bytes).toBe(12);
  expect(readFileSync(path, 'utf8')).toBe('twelve bytes');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['a.zip']);
});

test.each([
  ['a file', (path: string) => writeFileSync(path, 'before')],
  ['a folder', (path: string) => mkdirSync(path)],
  ['a link that leads nowhere', (path: string) => symlinkSync('/nowhere', path)],
])('%s of this name is refused before anything is written', async (_, make) => {
  const path = join(folder, 'a.zip');
  make(path);
  const failure = await failureOf(created(path, () => Promise.reject(new Error('was called'))));
  expect(failure).toMatchObject({ code: 'refused', message: `${path} exists already, and is not replaced.` });
  expect(readdirSync(folder)).toEqual(['a.zip']);
});

test('a file that got this name meanwhile is not replaced', async () => {
  const path = join(folder, 'a.zip');
  const failure = await failureOf(
    created(path, async (temporary) => {
      await writeFile(temporary, 'mine');
      writeFileSync(path, 'theirs');
    }),
  );
  expect(failure.code).toBe('refused');
  expect(readFileSync(path, 'utf8')).toBe('theirs');
  expect(readdirSync(folder)).toEqual(['a.zip']);
});

test.each([
  ['a full disk', Object.assign(new Error('no space left'), { code: 'ENOSPC' }), { code: 'disk', message: /is full/ }],
  ['a failure of the writer', new AppError('cancelled', 'Cancelled.'), { code: 'cancelled', message: /Cancelled/ }],
])('%s leaves nothing', async (_, error, expected) => {
  const failure = await failureOf(
    created(join(folder, 'a.zip'), async (temporary) => {
      await writeFile(temporary, 'half');
      throw error;
    }),
  );
  expect(failure.code).toBe(expected.code);
  expect(failure.message).toMatch(expected.message);
  expect(readdirSync(folder)).toEqual([]);
});

test('a missing folder is not created', async () => {
  const failure = await failureOf(created(join(folder, 'none/a.zip'), () => Promise.resolve()));
  expect(failure).toMatchObject({ code: 'disk', message: `There is no folder ${join(folder, 'none')}.` });
  expect(readdirSync(folder)).toEqual([]);
});
