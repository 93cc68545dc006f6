import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lookAtBackups, tryBackups } from '../../lib/set-up/try-backups.ts';
import { failureOf } from '../support/failure-of.ts';

const { signal } = new AbortController();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'try-backups-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a folder for backups', () => {
  test('that exists is written into, and nothing is left in it', async () => {
    writeFileSync(join(folder, 'a.zip'), 'kept');
    expect(await tryBackups(folder, signal)).toBe(`${folder} can be written.`);
    expect(readdirSync(folder)).toEqual(['a.zip']);
  });

  test('that does not exist is made and removed, and so are the folders above it', async () => {
    const deep = join(folder, 'a/b/c');
    expect(await tryBackups(deep, signal)).toBe(`${deep} does not exist yet, and can be made.`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['below a file', () => join(folder, 'file/backups'), 'a part of its path is a file'],
    ['that is a file', () => join(folder, 'file'), 'a part of its path is a file'],
    ['where nothing can be made', () => '/proc/backups', 'no folder can be made there'],
  ])('%s is refused with the reason', async (_, path, reason) => {
    writeFileSync(join(folder, 'file'), '');
    const { code, hint, message } = await failureOf(tryBackups(path(), signal));
    expect([code, message]).toEqual(['disk', `${path()} can’t be written: ${reason}.`]);
    expect(hint).toContain('Name another folder');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('is not waited for once it is cancelled', async () => {
    expect((await failureOf(tryBackups(folder, AbortSignal.abort()))).code).toBe('cancelled');
  });

  test('is looked at without writing anything', async () => {
    mkdirSync(join(folder, 'there'));
    writeFileSync(join(folder, 'file'), '');
    const before = statSync(folder, { bigint: true }).mtimeNs;
    const inside = statSync(join(folder, 'there'), { bigint: true }).mtimeNs;
    const look = (name: string) => lookAtBackups(join(folder, name), signal);
    expect(await look('there')).toBe(`${folder}/there exists, and this user may write in it.`);
    expect(await look('new/deep')).toBe(`${folder}/new/deep does not exist yet; this user may make it in ${folder}.`);
    expect((await failureOf(look('file/x'))).message).toBe(
      `${folder}/file/x can’t be written: a part of its path is a file.`,
    );
    expect((await failureOf(look('file'))).code).toBe('disk');
    expect(statSync(folder, { bigint: true }).mtimeNs).toBe(before);
    expect(statSync(join(folder, 'there'), { bigint: true }).mtimeNs).toBe(inside);
  });
});
