import { backupUri } from '../contract/backup-ref.ts';
import { backupsOf } from '../live/backups-of-cluster.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { BackupListing, BackupSummary } from '../contract/backup.ts';
import type { BackupsFilter, BackupsPage, VerifiedState } from '../contract/backups-page.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { toFailure } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { backupsPageOf, overdueAliasesOf } from '../present/backups-page.ts';
import { knownClusters } from './known-clusters.ts';
import { generationsIn, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';

/**
 * The list of backups, from their source alone: it needs no answer of the cluster. The aliases are those known by now.
 */
export async function loadBackups(cluster: ConfiguredCluster, filter: BackupsFilter): Promise<BackupsPage> {
  const listing = await listingOf(cluster);
  const live = await liveIndices(cluster.key);
  const page = backupsPageOf(listing, filter, {
    live,
    verified: verifiedStatesOf(listing),
    ...knownClusters(cluster),
    overdueAfterMs: cluster.overdueAfterMs,
    now: Date.now(),
  });
  return {
    ...page,
    stillReading: listing.stillReading,
    aliasesKnown: live !== null,
    liveDocuments: documentsOfSingle(live?.get(filter.group ?? '')),
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
  const listing = await listingOf(cluster);
  const { late, never } = overdueAliasesOf(listing, {
    live: await liveIndices(cluster.key),
    verified: verifiedStatesOf(listing),
    ...knownClusters(cluster),
    overdueAfterMs: cluster.overdueAfterMs,
    now: Date.now(),
  });
  return [...late, ...never];
}

const ALIASES_MAX_AGE_MS = 5_000;

/**
 * The listing of the backups. One that takes long to read (thousands of files, a slow disk) is the last one, with its
 * time, while the next is read. Never throws: without any listing after MAX_WAIT_MS, `problem` says so and
 * `stillReading` is true.
 */
export async function listingOf(cluster: ConfiguredCluster): Promise<BackupListing & { stillReading: boolean }> {
  const { backups } = readsOf(cluster.key);
  const { value } = await backups.readOrLast({ maxAgeMs: LISTING_MAX_AGE_MS, waitMs: SHORT_WAIT_MS });
  if (value !== null && backups.ageMs < LISTING_SHOWN_FOR_MS) return { ...value, stillReading: false };
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
/** An older listing is not shown. */
const LISTING_SHOWN_FOR_MS = 60_000;

/** The result of the last verification of each backup, by its id. A file that has changed since has none. */
export function verifiedStatesOf(listing: BackupListing): Map<string, VerifiedState> {
  const verifications = jobs.verifications();
  const states = new Map<string, VerifiedState>();
  if (verifications === null) return states;
  for (const backup of listing.backups) {
    const known = verifications.get(backupUri({ source: listing.source, id: backup.id }));
    if (known && isSameFile(backup, known))
      states.set(backup.id, {
        at: known.at,
        ok: known.problem === null,
        found: known.found,
        sentence: known.problem ?? 'Read to its end: every checksum right, every document counted.',
        job: known.job,
      });
  }
  return states;
}

/** A failed verification may not know the file's size (-1): then only the time is compared. */
const isSameFile = (backup: BackupSummary, known: { at: string; bytes: number }) =>
  (known.bytes < 0 || known.bytes === backup.fileBytes) && Date.parse(backup.modifiedAt) <= Date.parse(known.at);
