import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { captureFilesIn } from '@/lib/captures/captures-folder';
import { failureOf } from '../support/failure-of';
import { postOf, readAll, recordOf, summarise } from './captures';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'captures-folder-'));
  await mkdir(join(folder, 'search-1/deeper'), { recursive: true });
  await writeFile(join(folder, 'top.log'), recordOf(postOf('top')));
  await writeFile(join(folder, 'search-1/20180108.log'), recordOf(postOf('n=1')));
  await writeFile(join(folder, 'search-1/.hidden'), 'x');
  await writeFile(join(folder, 'search-1/deeper/x.log'), 'x');
  await symlink('/etc/hostname', join(folder, 'search-1/link.log'));
  await symlink('/etc', join(folder, 'search-2'));
});
afterAll(() => rm(folder, { recursive: true }));

test('lists the files of the folder and of the folders in it, but no links', async () => {
  const files = await captureFilesIn(folder);
  expect(files).toMatchObject([
    { path: 'search-1/20180108.log', name: '20180108.log', server: 'search-1', bytes: expect.any(Number) },
    { path: 'top.log', name: 'top.log', server: folder.slice(tmpdir().length + 1) },
  ]);
  expect(Date.now() - files[0]!.modifiedMs).toBeLessThan(60_000);
});

test('reads them', async () => {
  const { found } = await readAll(await captureFilesIn(folder));
  expect(found.map(summarise)).toEqual(['POST /government/documents n=1', 'POST /government/documents top']);
});

test('says which folder is missing, and where its name comes from', async () => {
  const failure = await failureOf(captureFilesIn(join(folder, 'missing')));
  expect(failure).toMatchObject({ code: 'not_found', hint: expect.stringContaining('configuration') });
});
