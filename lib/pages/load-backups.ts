import { backupsOf } from '../live/backups-of-cluster.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { BackupListing } from '../contract/backup.ts';
import type { BackupsFilter, BackupsPage } from '../contract/backups-page.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { toFailure } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { backupsPageOf, overdueAliasesOf } from '../present/backups-page.ts';
import { readTimesOf, snapshotsOf } from './load-snapshots.ts';
import { marksOf } from './backup-marks.ts';
import { dueBackups } from './due-backups.ts';
import type { Viewer } from './job-for.ts';
import { knownClusters } from './known-clusters.ts';
import { daysOfAliases, type DaysOfAlias } from './load-backup-days.ts';
import { verifiedStatesOf } from './verified-states.ts';
import { generationsIn, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';

/**
 * The zip files and the snapshots. Zip files need no answer of the cluster; its snapshots and aliases are those known by now. Other
 * clusters are named as `viewer` may read them.
 */
export async function loadBackups(
  cluster: ConfiguredCluster,
  filter: BackupsFilter,
  viewer: Viewer = null,
): Promise<BackupsPage> {
  const [listing, known] = await Promise.all([listingOf(cluster), snapshotsOf(cluster)]);
  const live = await liveIndices(cluster.key);
  const context = {
    live,
    verified: verifiedStatesOf(listing),
    ...knownClusters(cluster, viewer),
    ...dueBackups(cluster),
    ...marksOf(cluster),
  };
  const first = backupsPageOf(listing, filter, { ...context, snapshots: known });
  // Of a long list the times are read of the rows on the screen.
  const snapshots = (await readTimesOf(cluster, first.rows)) ? await snapshotsOf(cluster) : known;
  const page = snapshots === known ? first : backupsPageOf(listing, filter, { ...context, snapshots });
  return {
    ...page,
    stillReading: listing.stillReading,
    ...daysOn(page, filter.group, live, daysOfAliases(cluster, listing, snapshots)),
    aliasesKnown: live !== null,
    liveDocuments: documentsOfSingle(live?.get(filter.group ?? '')),
  };
}

/** Aliases with their days; the others are found with the filter. */
const DAYS_ROWS = 8;

/** The days of the selected alias, or of the first aliases: overdue ones before the others, names of indices last. */
function daysOn(
  { groups, overdue: { late, never } }: BackupsPage,
  selected: string | undefined,
  live: ReadonlyMap<string, readonly IndexSummary[]> | null,
  daysOf: DaysOfAlias,
): Pick<BackupsPage, 'days' | 'moreDays'> {
  const isAlias = (name: string) => live?.has(name) ?? true;
  const names = groups.map(({ group }) => group);
  const all = selected
    ? [selected]
    : [...new Set([...late, ...never, ...names.filter(isAlias), ...names.filter((name) => !isAlias(name))])];
  return {
    days: all.slice(0, DAYS_ROWS).map((alias) => ({ alias, days: daysOf(alias, live?.get(alias) ?? []) })),
    moreDays: Math.max(0, all.length - DAYS_ROWS),
  };
}

const documentsOfSingle = (indices: readonly IndexSummary[] | undefined): number | null =>
  indices?.length === 1 ? indices[0]!.documents : null;

/** The indices of each alias, without waiting; null: the cluster has not answered yet. The next poll may have them. */
async function liveIndices(key: string): Promise<Map<string, IndexSummary[]> | null> {
  const { value } = readsOf(key).indices.peek(ALIASES_MAX_AGE_MS);
  return value && new Map((await generationsIn(value)).groups.map(({ alias, live }) => [alias, live]));
}

/** Every alias whose backups are overdue; `loadBackups` names only the first of them. */
export async function overdueAliases(cluster: ConfiguredCluster): Promise<string[]> {
  const [listing, snapshots] = await Promise.all([listingOf(cluster), snapshotsOf(cluster)]);
  const { late, never } = overdueAliasesOf(listing, {
    snapshots,
    live: await liveIndices(cluster.key),
    verified: verifiedStatesOf(listing),
    ...knownClusters(cluster),
    ...dueBackups(cluster),
  });
  return [...late, ...never];
}

const ALIASES_MAX_AGE_MS = 5_000;

/**
 * The listing of the backups. One that takes long to read (thousands of files, a slow disk) is the last one, with its
 * time, while the next is read; `stillReading` is true once it is older than LISTING_OLD_AFTER_MS. Never throws: without
 * any listing after MAX_WAIT_MS, `problem` says so and `stillReading` is true.
 */
export async function listingOf(cluster: ConfiguredCluster): Promise<BackupListing & { stillReading: boolean }> {
  const { backups } = readsOf(cluster.key);
  const { value } = await backups.readOrLast({ maxAgeMs: LISTING_MAX_AGE_MS, waitMs: SHORT_WAIT_MS });
  if (value !== null && backups.ageMs < LISTING_SHOWN_FOR_MS)
    return {
      ...value,
      stillReading: value.problem === null && backups.isRunning && backups.ageMs > LISTING_OLD_AFTER_MS,
    };
  try {
    return { ...(await backups.read({ maxAgeMs: LISTING_MAX_AGE_MS, waitMs: MAX_WAIT_MS })), stillReading: false };
  } catch (error) {
    return {
      source: cluster.backupSource,
      directory: backupsOf(cluster).place,
      takenAt: new Date().toISOString(),
      backups: [],
      problem: toFailure(error).message,
      missing: false,
      unread: [],
      stillReading: true,
    };
  }
}

/** Backups that are gone are no longer expected. Returns how many they were. */
export async function forgetLost(cluster: ConfiguredCluster, displayed: number): Promise<number> {
  const forgotten = jobs.forgetLostBackups(cluster.backupSource, displayed);
  await readsOf(cluster.key).backups.readOrLast({ maxAgeMs: 0, waitMs: MAX_WAIT_MS });
  return forgotten;
}

const LISTING_MAX_AGE_MS = 500;
const SHORT_WAIT_MS = 150;
/** The page then asks for the next one soon, instead of at its next poll. */
const LISTING_OLD_AFTER_MS = 3_000;
/** An older listing is not shown. */
const LISTING_SHOWN_FOR_MS = 60_000;
