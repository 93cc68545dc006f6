import type { ConfiguredCluster } from '../config.ts';
import type { BackupDay } from '../contract/backup-days.ts';
import type { BackupListing } from '../contract/backup.ts';
import { foldersOf } from '../contract/backup-folders.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { jobs } from '../jobs/jobs.ts';
import { backupDays, DAYS_SHOWN } from '../present/backup-days.ts';
import { unknownFolders } from '../present/backups-page.ts';
import type { SnapshotListing } from '../known-backups/snapshot-summary.ts';
import { comparableBackups } from '../present/source-cluster.ts';
import { knownClusters } from './known-clusters.ts';
import { verifiedStatesOf } from './verified-states.ts';

/** The last 30 days of an alias, of which `live` are the indices; null: unknown, because backups could not be read. */
export type DaysOfAlias = (alias: string, live: readonly IndexSummary[]) => BackupDay[] | null;

/** Reads a listing once, for the last 30 days of any alias. */
export function daysOfAliases(cluster: ConfiguredCluster, listing: BackupListing, known: SnapshotListing): DaysOfAlias {
  const backups = comparableBackups(listing.backups, knownClusters(cluster));
  const unknown = new Set(unknownFolders(listing));
  if (listing.problem !== null || backups === null || unknown.has('')) return () => null;
  const now = Date.now();
  const since = new Date(now - DAYS_SHOWN * 86_400_000).toISOString();
  const daysOf = backupDays({
    backups,
    snapshots: known.snapshots,
    verified: verifiedStatesOf(listing),
    failed: jobs.failedBackups(cluster.key, since),
    now,
  });
  return (alias, live) => (foldersOf(alias, live).some((folder) => unknown.has(folder)) ? null : daysOf(alias));
}
