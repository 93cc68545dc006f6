import { expect, test } from 'vitest';
import type { BackupSummary } from '@/lib/contract/backup.ts';
import type { BackupsFilter } from '@/lib/contract/backups-page.ts';
import { aliasRowsOf } from '@/lib/present/alias-rows.ts';
import { backupDays } from '@/lib/present/backup-days.ts';
import { backupsPageOf } from '@/lib/present/backups-page.ts';
import { NO_SNAPSHOTS, type SnapshotListing, type SnapshotSummary } from '@/lib/known-backups/snapshot-summary.ts';
import { aListing } from '../support/a-listing.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anIndex } from '../support/an-index.ts';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(NOW - hours * HOUR).toISOString();
const zip = (hours: number, group = 'government', documents = 10): BackupSummary => ({
  id: `${group}/${String(hours)}.zip`,
  group,
  fileBytes: 5,
  modifiedAt: hoursAgo(hours),
  origin: 'restore-desk',
  condition: { state: 'whole' },
  manifest: {
    index: { name: `${group}-1`, uuid: 'u' },
    aliases: [{ alias: group }],
    startedAt: hoursAgo(hours),
    endedAt: hoursAgo(hours),
    objects: { bytes: 1, sha256: '' },
    warnings: [],
  } as unknown as BackupSummary['manifest'],
  documents,
  takenAt: hoursAgo(hours),
});
const listingOf = (snapshots: SnapshotSummary[], over: Partial<SnapshotListing> = {}): SnapshotListing => ({
  ...NO_SNAPSHOTS,
  snapshots,
  ...over,
});
const live = new Map([['government', [anIndex('government-1', { documents: 10, aliases: ['government'] })]]]);
const pageOf = (
  backups: BackupSummary[],
  snapshots: SnapshotListing,
  filter: Partial<BackupsFilter> = {},
  aliases = live,
) =>
  backupsPageOf(
    aListing(backups),
    { kind: 'any', state: 'any', sort: 'date', order: 'down', ...filter },
    {
      live: aliases,
      verified: new Map(),
      clusterUuid: null,
      expectedAt: () => null,
      overdueAfterMs: 26 * HOUR,
      now: NOW,
      snapshots,
    },
  );
const ids = (page: ReturnType<typeof pageOf>) => page.rows.map(({ id }) => id);

const SNAPSHOTS = listingOf([
  aSnapshot({ name: 'new', takenAt: hoursAgo(1) }),
  aSnapshot({
    name: 'old',
    takenAt: hoursAgo(50),
    indices: ['government-0', 'users-1'],
    names: ['government', 'users'],
  }),
]);

test('zip files and snapshots are one list by time, counted apart', () => {
  const page = pageOf([zip(2), zip(60)], SNAPSHOTS);
  expect(ids(page)).toEqual(['snapshot:nightly/new', 'government/2.zip', 'snapshot:nightly/old', 'government/60.zip']);
  expect(page.totals).toMatchObject({ backups: 4, zips: 2, snapshots: 2, bytes: 10 });
  expect(ids(pageOf([zip(2)], SNAPSHOTS, { kind: 'zip' }))).toEqual(['government/2.zip']);
  expect(ids(pageOf([zip(2)], SNAPSHOTS, { kind: 'snapshot', order: 'up' }))).toEqual([
    'snapshot:nightly/old',
    'snapshot:nightly/new',
  ]);
});

test('which backups hold an index is asked by its exact name, or a pattern', () => {
  const held = (index: string) => ids(pageOf([zip(2)], SNAPSHOTS, { index }));
  expect(held('government-1')).toEqual(['snapshot:nightly/new', 'government/2.zip']);
  expect(held('government-0')).toEqual(['snapshot:nightly/old']);
  expect(held('government-')).toEqual([]);
  expect(held('*-1')).toEqual(['snapshot:nightly/new', 'government/2.zip', 'snapshot:nightly/old']);
});

test('the last good backup is the newest of both kinds', () => {
  const lastOf = (page: ReturnType<typeof pageOf>) => page.rows.filter(({ lastGood }) => lastGood).map(({ id }) => id);
  expect(lastOf(pageOf([zip(2)], SNAPSHOTS, { group: 'government' }))).toEqual(['snapshot:nightly/new']);
  expect(pageOf([zip(2)], SNAPSHOTS).groups[0]).toMatchObject({
    backups: 3,
    snapshots: 2,
    lastGood: { kind: 'snapshot', takenAt: hoursAgo(1) },
    overdue: false,
  });
  const partial = listingOf([aSnapshot({ state: 'PARTIAL', takenAt: hoursAgo(1) })]);
  expect(lastOf(pageOf([zip(2)], partial, { group: 'government' }))).toEqual(['government/2.zip']);
});

test('a recent snapshot ends overdue; a partial one and one of another cluster do not', () => {
  const overdue = (snapshot: SnapshotSummary) => pageOf([zip(60)], listingOf([snapshot])).overdue.late;
  expect(overdue(aSnapshot({ takenAt: hoursAgo(1) }))).toEqual([]);
  expect(overdue(aSnapshot({ takenAt: hoursAgo(1), state: 'PARTIAL' }))).toEqual(['government']);
  expect(overdue(aSnapshot({ takenAt: hoursAgo(1), ofThisCluster: false }))).toEqual(['government']);
});

test('whether a backup is overdue is unknown while a repository that may have a newer one can’t be listed', () => {
  const broken = { name: 'gone', readOnly: false, snapshots: null, problem: 'The folder is gone.', asOf: null };
  const page = pageOf([zip(60)], listingOf([], { repositories: [broken] }));
  expect(page.groups).toMatchObject([{ overdue: null }]);
  expect(page.overdueCount).toEqual({ late: 0, never: 0 });
  expect(page.snapshots.repositories).toEqual([
    { name: 'gone', snapshots: null, problem: 'The folder is gone.', asOf: null },
  ]);
  expect(pageOf([zip(60)], listingOf([], { repositories: [{ ...broken, readOnly: true }] })).groups).toMatchObject([
    { overdue: true },
  ]);
});

test('of an alias on several indices a snapshot counts for each index that it holds', () => {
  const indices = ['government-1', 'government-2'].map((name) => anIndex(name, { aliases: ['government'] }));
  const overdueWith = (held: string[]) =>
    pageOf([], listingOf([aSnapshot({ indices: held, takenAt: hoursAgo(1) })]), {}, new Map([['government', indices]]))
      .groups[0]!.overdue;
  expect(overdueWith(['government-1'])).toBe(true);
  expect(overdueWith(['government-1', 'government-2'])).toBe(false);
});

test('thousands of indices without an alias do not fill the list of aliases', () => {
  const names = Array.from({ length: 3_000 }, (_, n) => `logs-${String(n)}`);
  const { groups } = pageOf(
    [zip(2, 'users')],
    listingOf([aSnapshot({ names: ['government', ...names], indices: names })]),
  );
  expect(groups.length).toBeLessThan(250);
  expect(groups.map(({ group }) => group)).toEqual(expect.arrayContaining(['government', 'users']));
});

test('a day has its snapshots: complete ones are not verified, partial ones unfinished', () => {
  const daysOf = (snapshot: SnapshotSummary) =>
    backupDays({ backups: [], snapshots: [snapshot], verified: new Map(), failed: [], now: NOW })('government').at(-1)!;
  expect(daysOf(aSnapshot())).toMatchObject({ state: 'not-verified', results: [{ isSnapshot: true, job: null }] });
  expect(daysOf(aSnapshot({ state: 'PARTIAL' })).state).toBe('unfinished');
  expect(daysOf(aSnapshot({ state: 'FAILED' })).state).toBe('failed');
  expect(daysOf(aSnapshot({ state: 'IN_PROGRESS' })).state).toBe('none');
  expect(daysOf(aSnapshot({ ofThisCluster: false })).state).toBe('none');
});

const rowOf = (backups: BackupSummary[], snapshots: SnapshotListing, documents = 10) =>
  aliasRowsOf(
    { takenAt: hoursAgo(0), indices: [anIndex('government-1', { documents, aliases: ['government'] })] },
    {
      backups,
      snapshots,
      verified: new Map(),
      complete: true,
      unread: [],
      expectedAt: () => null,
      overdueAfterMs: 26 * HOUR,
      now: NOW,
    },
  )[0]!;

test('the overview’s last backup is the newest of both kinds; documents are compared with the zip file, and it says so', () => {
  const row = rowOf([zip(60)], listingOf([aSnapshot({ takenAt: hoursAgo(1) })]));
  expect(row).toMatchObject({
    overdue: false,
    backups: 2,
    backup: { snapshot: { repository: 'nightly', name: 'first' } },
  });
  expect(row.condition.sentence).toBe('0 documents since the last good zip file.');
  expect(rowOf([zip(1)], listingOf([aSnapshot({ takenAt: hoursAgo(60) })])).backup).toMatchObject({
    id: 'government/1.zip',
  });
});

test('after a loss the overview offers the zip file that has the documents, also beside a newer snapshot', () => {
  const row = rowOf([zip(60)], listingOf([aSnapshot({ takenAt: hoursAgo(1) })]), 1);
  expect(row.loss).toMatchObject({ documents: 9 });
  expect(row.backup).toMatchObject({ id: 'government/60.zip' });
});
