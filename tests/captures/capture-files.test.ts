import { appendFile, link, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { captureFiles } from '@/lib/captures/capture-files';
import { failureOf } from '../support/failure-of';
import { readAll, recordOf, postOf, summarise } from './captures';

let folder: string;
const names = async (...paths: string[]) =>
  (await captureFiles(paths.map((path) => join(folder, path)))).map(({ path }) => path.slice(folder.length + 1));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'captures-'));
  for (const name of ['search-1', 'search-2/old', 'empty', 'a[1]'])
    await mkdir(join(folder, name), { recursive: true });
  const files = [
    'search-1/20180108.log',
    'search-1/20180108.log.1.gz',
    'search-1/.hidden',
    'search-2/20180108.log',
    'search-2/old/20180107.log',
    'a[1]/x*.log',
    'a[1]/xyz.log',
  ];
  for (const name of files) await writeFile(join(folder, name), recordOf(postOf(name)));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the files of a command line', () => {
  test('are sorted, and each comes once', async () => {
    expect(
      await names('search-2/20180108.log', 'search-1/20180108.log', './search-2/../search-2/20180108.log'),
    ).toEqual(['search-1/20180108.log', 'search-2/20180108.log']);
  });

  test('come once when a link or a second name leads to them', async () => {
    await symlink(join(folder, 'search-1/20180108.log'), join(folder, 'search-1/link.log'));
    await link(join(folder, 'search-1/20180108.log'), join(folder, 'search-1/second.log'));
    expect(await names('search-1')).toEqual(['search-1/20180108.log', 'search-1/20180108.log.1.gz']);
    expect((await captureFiles([join(folder, 'search-1/link.log')]))[0]!.server).toBe('search-1');
    await Promise.all(['link.log', 'second.log'].map((name) => rm(join(folder, 'search-1', name))));
  });

  test('of a folder are all below it but hidden ones', async () => {
    expect(await names('search-2')).toEqual(['search-2/20180108.log', 'search-2/old/20180107.log']);
    expect(await names('search-1/')).toEqual(['search-1/20180108.log', 'search-1/20180108.log.1.gz']);
  });

  test.each([
    ['*/*.log', ['a[1]/x*.log', 'a[1]/xyz.log', 'search-1/20180108.log', 'search-2/20180108.log']],
    ['search-?/*.gz', ['search-1/20180108.log.1.gz']],
    ['search-[2-9]/*', ['search-2/20180108.log']],
    ['search-[!2-9]/*.log', ['search-1/20180108.log']],
    ['search-{1,2}/2018*.log', ['search-1/20180108.log', 'search-2/20180108.log']],
    ['**/*0107.log', ['search-2/old/20180107.log']],
    ['search-2/**', ['search-2/20180108.log', 'search-2/old/20180107.log']],
    ['search-1/.h*', ['search-1/.hidden']],
  ])('that match %s are found', async (pattern, expected) => {
    expect(await names(pattern)).toEqual(expected);
  });

  test('with characters of a pattern in their names are found by name', async () => {
    expect(await names('a[1]/x*.log')).toEqual(['a[1]/x*.log']);
  });

  test('have the name of their folder as server', async () => {
    const files = await captureFiles([join(folder, 'search-{1,2}/*.log')]);
    expect(files.map(({ server }) => server)).toEqual(['search-1', 'search-2']);
  });

  test.each(['missing.log', 'missing/*.log', 'search-1/*.txt', 'search-[z-a]/*', 'search-1/20180108.log/x'])(
    'are not found as %s, and the error says what to do',
    async (path) => {
      const failure = await failureOf(captureFiles([join(folder, 'search-1'), join(folder, path)]));
      expect(failure.code).toBe('not_found');
      expect(failure.message).toContain(path);
      expect(failure.hint).toBeTruthy();
    },
  );

  test('are missing in an empty folder', async () => {
    expect(await failureOf(captureFiles([join(folder, 'empty')]))).toMatchObject({ code: 'invalid_input' });
  });

  test('are ordinary files', async () => {
    expect(await failureOf(captureFiles(['/dev/null']))).toMatchObject({ code: 'invalid_input' });
  });
});

describe('a file that is still being written', () => {
  test('is read up to the size that it was listed with', async () => {
    const path = join(folder, 'growing.log');
    await writeFile(path, recordOf(postOf('n=1')));
    const files = await captureFiles([path]);
    await appendFile(path, recordOf(postOf('n=2')));
    const { found, facts } = await readAll(files);
    expect(found.map(summarise)).toEqual(['POST /government/documents n=1']);
    await truncate(path, 20);
    const again = await readAll(files);
    expect(again.found.map(summarise)).toEqual(['cut at 0: The file became shorter while it was read.']);
    expect(again.facts[0]!.fingerprint).not.toBe(facts[0]!.fingerprint);
  });
});

test('a file that was deleted since it was listed is an error with a hint', async () => {
  const path = join(folder, 'deleted.log');
  await writeFile(path, '');
  const files = await captureFiles([path]);
  await rm(path);
  expect(await failureOf(readAll(files))).toMatchObject({ code: 'not_found', hint: expect.any(String) });
});
