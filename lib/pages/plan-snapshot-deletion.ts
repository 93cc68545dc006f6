import type { ConfiguredCluster } from '../config.ts';
import { jobs } from '../jobs/jobs.ts';
import { rememberDisplayedPlan } from '../jobs/displayed-plans.ts';
import { planDeleteSnapshot } from '../kinds/delete-snapshot/plan.ts';
import type { SnapshotDeletionAsked } from '../kinds/delete-snapshot/review.ts';
import type { DeleteSnapshotPlan } from '../kinds/delete-snapshot/schema.ts';
import { singleFlight } from '../live/single-flight.ts';
import { isGood } from '../known-backups/backup-state.ts';
import { searchNamesOf } from '../known-backups/backups-of-alias.ts';
import { sourceUuidOf } from '../present/source-cluster.ts';
import { knownClusters } from './known-clusters.ts';
import { listingOf } from './load-backups.ts';
import { placeOf, planRun } from './place.ts';
import { verifiedStatesOf } from './verified-states.ts';

/** The plan of a page, made once for all pages that ask the same. Throws AppError. */
export const planSnapshotDeletionFor = async (
  cluster: ConfiguredCluster,
  asked: SnapshotDeletionAsked,
): Promise<DeleteSnapshotPlan> =>
  rememberDisplayedPlan(
    await singleFlight(JSON.stringify(['delete-snapshot', cluster.key, asked]), cluster.name, (signal) =>
      planSnapshotDeletion(cluster, asked, signal),
    ),
  );

/** Made from the cluster as it is now. Throws AppError. */
export const planSnapshotDeletion = async (
  cluster: ConfiguredCluster,
  { repository, snapshot, evenLast }: SnapshotDeletionAsked,
  signal?: AbortSignal,
): Promise<DeleteSnapshotPlan> =>
  planDeleteSnapshot(
    placeOf(cluster),
    {
      repository,
      snapshot,
      evenLast: evenLast === 'yes',
      keptAsZip: await namesInZipFiles(cluster),
      pinned: jobs.pinnedBackups() ?? new Map(),
    },
    planRun(signal),
  );

/** The aliases and indices of which there is a good zip file of this cluster. */
async function namesInZipFiles(cluster: ConfiguredCluster): Promise<ReadonlySet<string>> {
  const listing = await listingOf(cluster);
  const { clusterUuid } = knownClusters(cluster);
  const verified = verifiedStatesOf(listing);
  return new Set(
    listing.backups
      .filter((backup) => clusterUuid != null && sourceUuidOf(backup) === clusterUuid)
      .filter((backup) => isGood(backup, verified.get(backup.id)))
      .flatMap((backup) => [...searchNamesOf(backup), backup.manifest?.index.name ?? backup.group]),
  );
}
