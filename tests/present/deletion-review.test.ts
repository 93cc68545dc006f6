import { expect, test } from 'vitest';
import type { BackupManifest, BackupSummary } from '../../lib/contract/backup.ts';
import type { DeletionReview } from '../../lib/contract/deletion-review.ts';
import { changesSinceReview, remainingAfter } from '../../lib/present/deletion-review.ts';
import { deletionName } from '../../lib/present/deletion-name.ts';
import { aListing } from '../support/a-listing.ts';

function aBackup(group: string, hour: number): BackupSummary {
  const at = `2026-11-23T0${hour}:00:00.000Z`;
  return {
    id: `${group}/${hour}.zip`,
    group,
    fileBytes: 5,
    modifiedAt: at,
    origin: 'restore-desk',
    condition: { state: 'whole' },
    manifest: { index: { name: `${group}-1` }, aliases: [] } as unknown as BackupManifest,
    documents: 8,
    takenAt: at,
  };
}

const [one, two, three, other] = [
  aBackup('government', 1),
  aBackup('government', 2),
  aBackup('government', 3),
  aBackup('detailed', 1),
] as const;
const all = [one, two, three, other];

test('backups that are deleted together do not replace each other', () => {
  const remaining = (deleted: BackupSummary[]) => remainingAfter(deleted, aListing(all), new Map());
  expect(remaining([one, two])).toEqual([{ group: 'government', remaining: 1, good: true }]);
  expect(remaining([other, one, two, three])).toEqual([
    { group: 'detailed', remaining: 0, good: true },
    { group: 'government', remaining: 0, good: true },
  ]);
});

test('what remains is unknown while backups can’t be read', () => {
  const listing = aListing([], { problem: 'It may not be read.' });
  expect(remainingAfter([one], listing, new Map())).toEqual([{ group: 'government', remaining: null, good: true }]);
});

test('a file that is gone, one that changed, and a group that would lose its last good backup are changes', () => {
  const review = {
    backups: [{ row: { id: one.id }, stamp: 'new' }],
    groups: [{ group: 'government', remaining: 0, good: true }],
  } as unknown as DeletionReview;
  const displayed = {
    backups: [
      { id: one.id, stamp: 'old' },
      { id: two.id, stamp: 'x' },
    ],
    last: [],
  };
  expect(changesSinceReview(displayed, review)).toEqual([
    'government/1.zip has changed. Something may still be writing to it.',
    'government/2.zip no longer exists: it was deleted or renamed.',
    'No good backup of government would remain now.',
  ]);
  const same = { backups: [{ id: one.id, stamp: 'new' }], last: ['government'] };
  expect(changesSinceReview(same, review)).toEqual([]);
});

test('one backup is confirmed by its file name, several by the cluster’s name', () => {
  expect(deletionName(['government/1.zip'], 'search')).toBe('1.zip');
  expect(deletionName(['government/1.zip', 'government/2.zip'], 'search')).toBe('search');
});
