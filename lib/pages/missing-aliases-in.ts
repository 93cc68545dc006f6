import type { ConfiguredCluster } from '../config.ts';
import type { BackupListing } from '../contract/backup.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { SnapshotListing } from '../known-backups/snapshot-summary.ts';
import { missingAliasesOf } from '../present/missing-aliases.ts';
import { comparableBackups } from '../present/source-cluster.ts';
import { marksOf } from './backup-marks.ts';
import { dueBackups } from './due-backups.ts';
import { knownClusters } from './known-clusters.ts';
import { verifiedStatesOf } from './verified-states.ts';

/** Aliases that were in use at their last backup and that no index has now, with what the jobs’ database knows of the backups. */
export const missingAliasesIn = (
  cluster: ConfiguredCluster,
  { indices }: ClusterIndices,
  listing: BackupListing,
  { snapshots }: SnapshotListing,
) =>
  missingAliasesOf(indices, {
    backups: comparableBackups(listing.backups, knownClusters(cluster)) ?? [],
    snapshots,
    verified: verifiedStatesOf(listing),
    ...dueBackups(cluster),
    ...marksOf(cluster),
  });
