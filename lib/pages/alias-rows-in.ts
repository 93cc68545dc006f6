import type { ConfiguredCluster } from '../config.ts';
import type { BackupListing } from '../contract/backup.ts';
import type { OverviewAlias } from '../contract/overview.ts';
import type { SnapshotListing } from '../known-backups/snapshot-summary.ts';
import type { AllGenerations } from '../present/alias-map.ts';
import { aliasRowSteps } from '../present/alias-rows.ts';
import { unknownFolders } from '../present/backups-page.ts';
import { runInSlices } from '../slices.ts';
import { marksOf } from './backup-marks.ts';
import { dueBackups } from './due-backups.ts';
import { knownClusters } from './known-clusters.ts';
import { verifiedStatesOf } from './verified-states.ts';

interface Compared {
  cluster: ConfiguredCluster;
  listing: BackupListing;
  snapshots: SnapshotListing;
  /** All backups are listed. */
  complete: boolean;
}

/** The rows of the overview, the worst first, with what the jobs’ database knows of the backups now. */
export const aliasRowsIn = (
  { groups }: AllGenerations,
  { cluster, complete, listing, snapshots }: Compared,
): Promise<OverviewAlias[]> =>
  runInSlices(
    aliasRowSteps(groups, {
      backups: listing.backups,
      snapshots,
      complete,
      unread: unknownFolders(listing),
      verified: verifiedStatesOf(listing),
      ...knownClusters(cluster),
      ...dueBackups(cluster),
      ...marksOf(cluster),
    }),
  );
