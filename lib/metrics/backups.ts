import type { BackupFacts } from './alias-facts.ts';
import type { ClusterFacts } from './cluster-facts.ts';
import { gauge, type Sheet } from './sheet.ts';

const ofAlias = ['cluster', 'alias'] as const;

export const BACKUPS = {
  listed: gauge(
    'restore_desk_backups_listed',
    'Whether all backups of the cluster could be listed: otherwise there may be newer ones than the metrics say.',
    ['cluster'],
  ),
  placeBytes: gauge(
    'restore_desk_backup_place_bytes',
    'Size of all zip files in the directory or bucket of the cluster’s backups.',
    ['cluster'],
  ),
  count: gauge(
    'restore_desk_backups',
    'Backups of the alias, good or not; left out where not all places of this kind could be listed.',
    [...ofAlias, 'kind'],
  ),
  bytes: gauge('restore_desk_backup_bytes', 'Size of the alias’s backups that are zip files.', ofAlias),
  lastGood: gauge(
    'restore_desk_last_good_backup_timestamp_seconds',
    'When the last good backup was taken; of an alias on several indices the oldest of their last ones.',
    ofAlias,
  ),
  lastGoodDocuments: gauge('restore_desk_last_good_backup_documents', 'Documents in the last good backup.', ofAlias),
  overdue: gauge(
    'restore_desk_backup_overdue',
    'Whether the alias has no good backup since the time when its schedule, or the cluster’s limit, asks for one. 0 for an alias that is newer than that.',
    ofAlias,
  ),
};

export function addBackups(
  sheet: Sheet,
  { aliases, cluster: { key: cluster }, isListed, listing }: ClusterFacts,
): void {
  sheet.set(BACKUPS.listed, { cluster }, isListed === null ? null : Number(isListed));
  const bytes = listing?.backups.reduce((sum, { fileBytes }) => sum + fileBytes, 0) ?? null;
  sheet.set(BACKUPS.placeBytes, { cluster }, listing?.problem === null ? bytes : null);
  for (const { alias, backups } of aliases) if (backups !== null) addBackup(sheet, { cluster, alias }, backups);
}

function addBackup(sheet: Sheet, of: { cluster: string; alias: string }, backups: BackupFacts): void {
  const { lastGood, overdue, snapshots, zips } = backups;
  sheet.set(BACKUPS.count, { ...of, kind: 'zip' }, zips?.count ?? null);
  sheet.set(BACKUPS.count, { ...of, kind: 'snapshot' }, snapshots);
  sheet.set(BACKUPS.bytes, of, zips?.bytes ?? null);
  sheet.set(BACKUPS.lastGood, of, lastGood && lastGood.at / 1000);
  sheet.set(BACKUPS.lastGoodDocuments, of, lastGood?.documents ?? null);
  sheet.set(BACKUPS.overdue, of, overdue === null ? null : Number(overdue));
}
