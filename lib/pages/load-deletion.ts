import type { ConfiguredCluster } from '../config.ts';
import type { BackupSummary } from '../contract/backup.ts';
import { backupPlace, backupUri } from '../contract/backup-ref.ts';
import type { DeletionReview } from '../contract/deletion-review.ts';
import { isAppError } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { rowOf, setPartOf } from '../present/backup-rows.ts';
import { backupSets } from '../known-backups/backup-sets.ts';
import { remainingAfter } from '../present/deletion-review.ts';
import { sourceClusterOf } from '../present/source-cluster.ts';
import { readBackups } from './cluster-backups.ts';
import { knownClusters } from './known-clusters.ts';
import { listingOf } from './load-backups.ts';
import type { Viewer } from './job-for.ts';
import { rowOfSummary } from './load-jobs.ts';
import { verifiedStatesOf } from './verified-states.ts';

const JOBS_SHOWN = 3;

/** What the deletion of these backups would delete, read from the files as they are now. Throws AppError disk, invalid_input. */
export async function loadDeletion(
  cluster: ConfiguredCluster,
  ids: readonly string[],
  viewer: Viewer = null,
): Promise<DeletionReview> {
  const found = await Promise.all([...new Set(ids)].map(async (id) => ({ id, read: await readOne(cluster, id) })));
  const present = found.flatMap(({ read }) => (read === null ? [] : [read]));
  const listing = await listingOf(cluster);
  const summaries = present.map(({ summary }) => summary);
  // The listing may be seconds old: what is read now counts.
  const current = { ...listing, backups: withCurrent(listing.backups, summaries) };
  const verified = verifiedStatesOf(current);
  const sets = backupSets(current.backups);
  const pinned = jobs.pinnedBackups();
  return {
    takenAt: listing.takenAt,
    backups: present.map(({ summary, stamp }) => ({
      row: rowOf(summary, {
        verified: verified.get(summary.id) ?? null,
        cluster: sourceClusterOf(summary, knownClusters(cluster, viewer)),
        set: setPartOf(summary, sets.get(summary)),
        lastGood: false,
      }),
      stamp,
      pinned: pinned?.get(backupUri({ source: cluster.backupSource, id: summary.id })) ?? null,
      jobs: jobsAbout(cluster, summary.id, viewer),
    })),
    missing: found.filter(({ read }) => read === null).map(({ id }) => id),
    bytes: summaries.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
    ...(await readBackups(cluster, (source, signal) => source.deletionEffect(ids, signal))),
    groups: remainingAfter(summaries, current, verified),
  };
}

const withCurrent = (listed: readonly BackupSummary[], current: readonly BackupSummary[]): BackupSummary[] => {
  const ids = new Set(current.map(({ id }) => id));
  return [...current, ...listed.filter(({ id }) => !ids.has(id))];
};

/** null: it is gone. */
async function readOne(cluster: ConfiguredCluster, id: string) {
  try {
    return await readBackups(cluster, async (source, signal) => {
      // First the stamp: a change while the rest is read makes the review an old one.
      const { text: stamp } = await source.stamp(id, signal);
      return { stamp, summary: (await source.describe(id, signal)).summary };
    });
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return null;
    throw error;
  }
}

/** The page needs no jobs' database. */
function jobsAbout(cluster: ConfiguredCluster, id: string, viewer: Viewer): DeletionReview['backups'][number]['jobs'] {
  const text = backupPlace({ source: cluster.backupSource, id });
  try {
    const about = jobs.summaries({ cluster: cluster.key, text, limit: JOBS_SHOWN });
    return about.map((summary) => rowOfSummary(summary, viewer)).map(({ id: job, title }) => ({ id: job, title }));
  } catch {
    return [];
  }
}
