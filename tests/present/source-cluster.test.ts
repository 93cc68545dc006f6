import { expect, test } from 'vitest';
import { isZip } from '@/components/backups/backup-labels.ts';
import type { BackupSummary } from '@/lib/contract/backup.ts';
import type { IndexSummary } from '@/lib/contract/indices.ts';
import { aliasRowsOf } from '@/lib/present/alias-rows.ts';
import { backupsPageOf, otherGoodBackups } from '@/lib/present/backups-page.ts';
import { comparableBackups, sourceClusterOf } from '@/lib/present/source-cluster.ts';
import { aListing } from '../support/a-listing.ts';
import { anIndex } from '../support/an-index.ts';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const OVERDUE_AFTER_MS = 26 * 3_600_000;

/** `cluster` null: a file without a manifest. */
function aBackup(cluster: string | null, { hour = 3, documents = 100, alias = 'government' } = {}): BackupSummary {
  const takenAt = `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`;
  return {
    id: `${alias}/${cluster ?? 'none'}-${hour}.zip`,
    group: alias,
    fileBytes: 1,
    modifiedAt: takenAt,
    origin: 'restore-desk',
    condition: { state: 'whole' },
    manifest:
      cluster === null
        ? null
        : ({
            cluster: { name: 'docker-cluster', uuid: cluster },
            index: { name: `${alias}-1`, uuid: `${alias} of ${cluster}` },
            aliases: [{ alias }],
            startedAt: takenAt,
            endedAt: takenAt,
            objects: { bytes: 1 },
            warnings: [],
          } as unknown as BackupSummary['manifest']),
    documents,
    takenAt,
  };
}

const pageOf = (
  backups: BackupSummary[],
  clusterUuid: string | null,
  live: Map<string, IndexSummary[]> | null = null,
) =>
  backupsPageOf(
    aListing(backups),
    { kind: 'any', state: 'any', sort: 'date', order: 'down', page: 1 },
    { live, verified: new Map(), clusterUuid, expectedAt: () => null, overdueAfterMs: OVERDUE_AFTER_MS, now: NOW },
  );
const rowOf = (backups: BackupSummary[], clusterUuid: string | null, documents: number) =>
  aliasRowsOf(
    { takenAt: '', indices: [anIndex('government-1', { documents, aliases: ['government'] })] },
    {
      backups,
      clusterUuid,
      verified: new Map(),
      complete: true,
      unread: [],
      expectedAt: () => null,
      overdueAfterMs: OVERDUE_AFTER_MS,
      now: NOW,
    },
  )[0]!;

test('an alias is compared with the backups of its own cluster, and not with newer ones of another', () => {
  const backups = [aBackup('other', { hour: 9, documents: 3_500 }), aBackup('own', { hour: 3, documents: 500 })];
  expect(rowOf(backups, 'own', 500)).toMatchObject({
    loss: null,
    shrunk: null,
    change: 0,
    backups: 2,
    otherCluster: 1,
    backup: { id: 'government/own-3.zip' },
  });
  expect(rowOf(backups, 'other', 500)).toMatchObject({ loss: { documents: 3_000 }, shrunk: null });
});

test('backups of another cluster alone are no comparison, but remain to be restored', () => {
  expect(rowOf([aBackup('other')], 'own', 1)).toMatchObject({
    loss: null,
    change: null,
    backup: null,
    backups: 1,
    overdue: true,
    condition: { word: 'nothing to compare with', sentence: 'Every backup of government here is of another cluster.' },
  });
  const page = pageOf([aBackup('other')], 'own', new Map([['government', [anIndex('government-1')]]]));
  expect(page.rows).toMatchObject([
    { lastGood: false, cluster: { relation: 'another', name: 'docker-cluster', uuid: 'other' } },
  ]);
  expect(page.groups).toMatchObject([{ group: 'government', backups: 1, otherCluster: 1, lastGood: null }]);
  expect(page.overdue).toEqual({ late: [], never: ['government'] });
});

test('a backup that does not say its cluster is compared with, and named', () => {
  expect(comparableBackups([aBackup(null), aBackup('other')], { clusterUuid: 'own' })).toHaveLength(1);
  expect(sourceClusterOf(aBackup(null), { clusterUuid: 'own' })).toEqual({
    relation: 'unknown',
    name: null,
    uuid: null,
  });
});

test('nothing is claimed for a cluster that never answered where several keep their backups', () => {
  const both = pageOf([aBackup('other', { hour: 9 }), aBackup('own')], null);
  expect(both.rows.filter(isZip).map(({ lastGood, cluster }) => [lastGood, cluster.relation])).toEqual([
    [false, 'unknown'],
    [false, 'unknown'],
  ]);
  expect(both.groups).toMatchObject([{ lastGood: null, overdue: null, otherCluster: 0 }]);
  expect(both.overdueCount).toEqual({ late: 0, never: 0 });
  expect(pageOf([aBackup('own')], null).groups).toMatchObject([{ lastGood: { id: 'government/own-3.zip' } }]);
});

test('another configured cluster has its configured name', () => {
  const clusterNames = new Map([['other', 'search-production']]);
  expect(sourceClusterOf(aBackup('other'), { clusterUuid: 'own', clusterNames }).name).toBe('search-production');
});

test('a backup of another cluster is not one that would remain after a deletion', () => {
  const [own, other] = [aBackup('own'), aBackup('other')];
  expect(otherGoodBackups(aListing([own, other]), own, new Map())).toBe(0);
  expect(otherGoodBackups(aListing([own, other, aBackup('other', { hour: 1 })]), other, new Map())).toBe(1);
});
