import type { ConfiguredCluster } from '../config.ts';
import type { BackupListing } from '../contract/backup.ts';
import type { ClusterHealth } from '../contract/cluster.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { runner } from '../jobs/jobs.ts';
import { notedSince } from '../jobs/store/watched-jobs.ts';
import type { SnapshotListing } from '../known-backups/snapshot-summary.ts';
import { generationsIn, readsOf, type ClusterReads } from '../live/cluster-reads.ts';
import type { SharedRead } from '../live/shared-read.ts';
import { silenceOf } from '../live/silence-of.ts';
import { marksOf } from '../pages/backup-marks.ts';
import { dueBackups } from '../pages/due-backups.ts';
import { knownClusters } from '../pages/known-clusters.ts';
import { snapshotsOf } from '../pages/load-snapshots.ts';
import { verifiedStatesOf } from '../pages/verified-states.ts';
import type { AllGenerations } from '../present/alias-map.ts';
import { unknownFolders } from '../present/backups-page.ts';
import { runInSlices } from '../slices.ts';
import { aliasFactSteps, type AliasFacts } from './alias-facts.ts';

/** What is known of a cluster at a scrape. Each answer is the last one, however old; null: there has been none. */
export interface ClusterFacts {
  cluster: ConfiguredCluster;
  /** It answers; null: unknown, because its first answer is still being waited for. */
  isUp: boolean | null;
  health: ClusterHealth | null;
  indices: ClusterIndices | null;
  listing: BackupListing | null;
  /** Every backup is listed, or the first lists are still being waited for (null). */
  isListed: boolean | null;
  /** Of the first aliases by name; `aliasCount` counts all, null: unknown. */
  aliases: AliasFacts[];
  aliasCount: number | null;
  /** How old the answers are, in seconds, by the monotonic clock. */
  ages: { answer: string; seconds: number }[];
}

/** An older answer is read again: shorter than the usual time between two scrapes. */
const MAX_AGE_MS = 5_000;
/** Of lists of backups, which change rarely: reading one is many requests to a store. */
const BACKUPS_MAX_AGE_MS = 60_000;
/** Most answers come within it. A cluster that is known not to answer is not waited for. */
const WAIT_MS = 300;

export async function clusterFacts(cluster: ConfiguredCluster, mostAliases: number): Promise<ClusterFacts> {
  const reads = readsOf(cluster.key);
  await Promise.all([refresh(reads.health), refresh(reads.indices), refresh(reads.backups, BACKUPS_MAX_AGE_MS)]);
  const answers = silenceOf(reads) === null && !reads.health.isRunning;
  const snapshots = await snapshotsOf(cluster, { maxAgeMs: BACKUPS_MAX_AGE_MS, waitMs: answers ? WAIT_MS : 0 });
  const health = reads.health.reading().value;
  const indices = reads.indices.reading().value;
  const listing = reads.backups.reading().value;
  const generations = indices === null ? null : await generationsIn(indices);
  const isListed = isAllListed(reads, snapshots);
  const known = { cluster, listing, snapshots, isListed: isPlaceListed(reads), isReading: isListed === null };
  return {
    cluster,
    isUp: isUp(reads),
    health,
    indices,
    listing,
    isListed,
    aliases: generations === null ? [] : await aliasFactsOf(generations, mostAliases, known),
    aliasCount: generations?.groups.length ?? null,
    ages: agesOf(reads),
  };
}

/** Begins to read an answer that is old, and waits a moment for it, but not where it is known not to come. */
async function refresh<T>(read: SharedRead<T>, maxAgeMs = MAX_AGE_MS): Promise<void> {
  if (read.silence() === null) await read.readOrLast({ maxAgeMs, waitMs: WAIT_MS });
  else read.peek(maxAgeMs);
}

/** As the incident `cluster-silent`. */
function isUp(reads: ClusterReads): boolean | null {
  if (silenceOf(reads) !== null) return false;
  return reads.health.reading().value === null && reads.indices.reading().value === null ? null : true;
}

const agesOf = ({ backups, health, indices, repositories }: ClusterReads): ClusterFacts['ages'] =>
  [
    { answer: 'health', read: health },
    { answer: 'indices', read: indices },
    { answer: 'backups', read: backups },
    { answer: 'repositories', read: repositories.registered },
  ]
    .map(({ answer, read }) => ({ answer, seconds: read.ageMs / 1000 }))
    .filter(({ seconds }) => Number.isFinite(seconds));

/** The place of the zip files answers, and was read whole. */
const isPlaceListed = ({ backups }: ClusterReads): boolean =>
  backups.silence() === null && backups.reading().value?.problem === null;

function isAllListed(reads: ClusterReads, snapshots: SnapshotListing): boolean | null {
  const { value } = reads.backups.reading();
  const isReading = snapshots.reading && silenceOf(reads) === null;
  if (isReading || (value === null && reads.backups.silence() === null)) return null;
  return isPlaceListed(reads) && value?.unread.length === 0 && areSnapshotsListed(snapshots);
}

/** A user who may not list repositories is not expected to have backups there. */
const areSnapshotsListed = ({ forbidden, problem, reading, repositories }: SnapshotListing): boolean =>
  !reading &&
  (problem === null || forbidden) &&
  repositories.every((repository) => repository.problem === null && repository.asOf === null);

interface Known {
  cluster: ConfiguredCluster;
  listing: BackupListing | null;
  snapshots: SnapshotListing;
  isListed: boolean;
  isReading: boolean;
}

const aliasFactsOf = ({ groups }: AllGenerations, most: number, known: Known): Promise<AliasFacts[]> =>
  runInSlices(
    aliasFactSteps(groups.slice(0, most), {
      ...known,
      watchedSince: watchedSinceOf(known.cluster),
      unread: known.listing === null ? [] : unknownFolders(known.listing),
      verified: known.listing === null ? new Map() : verifiedStatesOf(known.listing),
      ...knownClusters(known.cluster),
      ...dueBackups(known.cluster),
      ...marksOf(known.cluster),
    }),
  );

/** null: the jobs' database can't be read. A cluster that nothing watches gives an alias the time since its index was created. */
function watchedSinceOf({ key }: ConfiguredCluster): string | null {
  try {
    return notedSince(runner().store, key) ?? new Date(0).toISOString();
  } catch {
    return null;
  }
}
