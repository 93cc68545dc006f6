import { expect, test } from 'vitest';
import { compareFolders, type KnownFolder } from '../../lib/backups/known-folders.ts';
import type { BackupListing, BackupSummary } from '../../lib/contract/backup.ts';
import { lostBackupsOf } from '../../lib/present/lost-backups.ts';

const BEFORE = '2026-11-28T03:00:00.000Z';
const listing = (ids: string[], over: Partial<BackupListing> = {}): BackupListing => ({
  source: 'folder:/b',
  directory: '/b',
  takenAt: '2026-11-28T04:00:00.000Z',
  backups: ids.map(
    (id) => ({ id, condition: { state: id.endsWith('.partial') ? 'unfinished' : 'whole' } }) as BackupSummary,
  ),
  problem: null,
  missing: false,
  unread: [],
  ...over,
});
const known = (folder: string, ids: string[], lost = false): KnownFolder => ({ folder, ids, listedAt: BEFORE, lost });
const many = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `a/${n + from}.zip`);

test('a folder that had backups and has none is lost, also where the directory itself is gone', () => {
  const lost = [{ folder: 'a', backups: 3, listedAt: BEFORE }];
  expect(compareFolders([known('a', many(3))], listing([]))).toEqual({
    lost,
    changed: [{ ...known('a', many(3)), lost: true }],
  });
  expect(compareFolders([known('a', many(3), true)], listing([]))).toEqual({ lost, changed: [] });
  expect(compareFolders([known('a', many(3))], listing(['a/x.zip.partial'])).lost).toEqual(lost);
  expect(compareFolders([known('a', many(3))], listing([], { problem: 'Not there.', missing: true })).lost).toEqual(
    lost,
  );
});

test('a folder that can’t be read is unknown, not lost', () => {
  expect(compareFolders([known('a', many(3))], listing([], { unread: ['a'] }))).toEqual({ changed: [], lost: [] });
  expect(compareFolders([known('a', many(3))], listing([], { problem: 'No answer.' }))).toEqual({
    changed: [],
    lost: [],
  });
});

test('retention is no loss, but one new backup in place of many is', () => {
  expect(compareFolders([known('a', many(7))], listing(many(7, 3))).lost).toEqual([]);
  expect(compareFolders([known('a', many(7))], listing(many(7, 20))).lost).toEqual([]);
  expect(compareFolders([known('a', many(7))], listing(many(1, 20))).lost).toMatchObject([{ backups: 7 }]);
});

test('a loss ends when one of the backups is there again, and not with a new one', () => {
  expect(compareFolders([known('a', many(2), true)], listing(many(5, 20))).lost).toHaveLength(1);
  expect(compareFolders([known('a', many(2), true)], listing(many(5, 1)))).toMatchObject({
    lost: [],
    changed: [{ folder: 'a', ids: many(5, 1), lost: false }],
  });
});

test('what is listed is remembered once', () => {
  const { changed } = compareFolders([], listing(['flat.zip', 'a/0.zip', 'a/1.zip']));
  expect(changed.map(({ folder, ids }) => [folder, ids])).toEqual([
    ['', ['flat.zip']],
    ['a', ['a/0.zip', 'a/1.zip']],
  ]);
  expect(compareFolders(changed, listing(['flat.zip', 'a/0.zip', 'a/1.zip']))).toEqual({ changed: [], lost: [] });
});

test('an empty directory is an alarm; else only the folder of an alias that exists', () => {
  const lost = ['a', 'index-2026-01-01'].map((folder) => ({ folder, backups: 2, listedAt: BEFORE }));
  expect(lostBackupsOf({ ...listing([]), lost }, null)).toMatchObject({ all: true, backups: 4 });
  const others = { ...listing(['b/0.zip']), lost };
  expect(lostBackupsOf(others, new Set(['a', 'b']))).toEqual({
    all: false,
    backups: 2,
    listedAt: BEFORE,
    folders: ['a'],
  });
  expect(lostBackupsOf(others, new Set(['b']))).toBeNull();
  expect(lostBackupsOf(others, null)).toBeNull();
  expect(lostBackupsOf(listing([]), null)).toBeNull();
});
