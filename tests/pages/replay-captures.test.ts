import { expect, test } from 'vitest';
import type { ListedCapture } from '../../lib/captures/captures-folder.ts';
import { chosenCaptures } from '../../lib/pages/replay-captures.ts';

const listed = (path: string): ListedCapture => ({
  path,
  name: path,
  server: 'search-1',
  bytes: 1,
  modifiedMs: 0,
  open: () => {
    throw new Error('not opened');
  },
});
const FILES = ['search-1/a.log', 'search-1/b.log', 'search-2/a.log', 'a.log'].map(listed);
const chosen = (without?: string) => chosenCaptures(FILES, without).map(({ path }) => path);

test('all files are chosen where nothing is left out', () => {
  expect(chosen()).toEqual(['search-1/a.log', 'search-1/b.log', 'search-2/a.log', 'a.log']);
});

test('a path leaves one file out, a folder all files in it', () => {
  expect(chosen('search-1/\na.log')).toEqual(['search-2/a.log']);
  expect(chosen('search-1/b.log')).toEqual(['search-1/a.log', 'search-2/a.log', 'a.log']);
});

test('a name that is not listed changes nothing', () => {
  expect(chosen('../../etc/passwd\n/etc/')).toHaveLength(4);
});
