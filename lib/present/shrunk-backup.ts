import { LOSS_SHARE } from '../contract/loss-share.ts';
import type { BackupSummary } from '../contract/backup.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type { OverviewAlias } from '../contract/overview.ts';
import { backupTime, isSnapshot, type AnyBackup } from '../known-backups/backups-of-alias.ts';
import { ASKED } from './compared-backup.ts';
import { exactly, partOf } from './part-of-alias.ts';
import type { SnapshotSummary } from '../known-backups/snapshot-summary.ts';

/**
 * The last backup may already be one of a damaged index: then the one before it is the backup to restore. Snapshots count where their
 * number is exact. `good`: the newest first. Pure.
 */
export function shrunkOf(
  alias: string,
  live: readonly IndexSummary[],
  [zips, snapshots]: readonly [readonly BackupSummary[], readonly SnapshotSummary[]],
): OverviewAlias['shrunk'] {
  // Backups of several indices can't be compared with each other.
  if (live.length !== 1) return null;
  const counted = (backup: AnyBackup) => ({
    backup,
    at: backupTime(backup),
    documents: exactly(partOf(backup, alias).documents),
  });
  const exact = snapshots
    .slice(0, ASKED)
    .map(counted)
    .filter(({ documents }) => documents !== null);
  const [last, before] = [...zips.slice(0, 2).map(counted), ...exact.slice(0, 2)].sort((a, b) =>
    a.at < b.at ? 1 : -1,
  );
  if (!last || !before || last.documents === null || before.documents === null || before.documents === 0) return null;
  if ((before.documents - last.documents) / before.documents < LOSS_SHARE) return null;
  const { backup } = before;
  return {
    from: before.documents,
    to: last.documents,
    backup: backup.id,
    takenAt: before.at,
    ...(isSnapshot(backup) ? { snapshot: { repository: backup.repository, name: backup.name } } : {}),
    ...(snapshots.length > 0 ? { besideSnapshots: true as const } : {}),
  };
}
