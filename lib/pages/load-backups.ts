import { backupUri } from '../contract/backup-ref.ts';
import { backupsOf } from '../live/backups-of-cluster.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { BackupListing, BackupSummary } from '../contract/backup.ts';
import type { BackupsFilter, BackupsPage, VerifiedState } from '../contract/backups-page.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { toFailure } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { backupsPageOf, overdueOfAll } from '../present/backups-page.ts';
import { generationsIn } from '../live/generations.ts';
import { MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';

/** The list, from the disk alone: it answers whatever the cluster does. What is known of the cluster's aliases stands beside it. */
export async function loadBackups(cluster: ConfiguredCluster, filter: BackupsFilter): Promise<BackupsPage> {
  const listing = await listingOf(cluster);
  const live = await liveIndices(cluster.key);
  const page = backupsPageOf(listing, filter, {
    live,
    verified: verifiedIn(listing),
    overdueAfterMs: cluster.overdueAfterMs,
    now: Date.now(),
  });
  return {
    ...page,
    stillReading: listing.stillReading,
    aliasesKnown: live !== null,
    liveDocuments: documentsOfOne(live?.get(filter.group ?? '')),
  };
}

const documentsOfOne = (indices: readonly IndexSummary[] | undefined): number | null =>
  indices?.length === 1 ? indices[0]!.documents : null;

/** The indices behind each alias, as far as is known by now; the next poll has more. */
async function liveIndices(key: string): Promise<Map<string, IndexSummary[]> | null> {
  const { value } = readsOf(key).indices.peek(ALIASES_FRESH_MS);
  return value && new Map((await generationsIn(value)).groups.map(({ alias, live }) => [alias, live]));
}

/** Every alias whose backups are overdue; the page names the first of them. */
export async function overdueNames(cluster: ConfiguredCluster): Promise<string[]> {
  const listing = await listingOf(cluster);
  const { late, never } = overdueOfAll(listing, {
    live: await liveIndices(cluster.key),
    verified: verifiedIn(listing),
    overdueAfterMs: cluster.overdueAfterMs,
    now: Date.now(),
  });
  return [...late, ...never];
}

const ALIASES_FRESH_MS = 5_000;

/**
 * The directory as it was a moment ago: one that takes long to look through (thousands of files, a slow disk) is shown as
 * last seen, with that time, while it is looked through again. One that was never seen yet, and hangs, says so in seconds.
 */
export async function listingOf(cluster: ConfiguredCluster): Promise<BackupListing & { stillReading: boolean }> {
  const { backups } = readsOf(cluster.key);
  const { value } = await backups.readOrLast({ maxAgeMs: FRESH_MS, waitMs: QUICK_MS });
  if (value !== null && backups.ageMs < STALE_AFTER_MS) return { ...value, stillReading: false };
  try {
    return { ...(await backups.read({ maxAgeMs: FRESH_MS, waitMs: MAX_WAIT_MS })), stillReading: false };
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

const FRESH_MS = 500;
const QUICK_MS = 150;
/** Older than this it is not shown as what there is. */
const STALE_AFTER_MS = 60_000;

/** What is known of each file from the last time it was read to its end. A file that has changed since was never verified. */
export function verifiedIn(listing: BackupListing): Map<string, VerifiedState> {
  const files = jobs.verifications();
  const states = new Map<string, VerifiedState>();
  if (files === null) return states;
  for (const backup of listing.backups) {
    const known = files.get(backupUri({ source: listing.source, id: backup.id }));
    if (known && isSameFile(backup, known))
      states.set(backup.id, {
        at: known.at,
        ok: known.problem === null,
        sentence: known.problem ?? 'Read to its end: every checksum right, every document counted.',
        job: known.job,
      });
  }
  return states;
}

/** A failed check of a damaged file may not have learnt its size: then the time alone tells. */
const isSameFile = (backup: BackupSummary, known: { at: string; bytes: number }) =>
  (known.bytes < 0 || known.bytes === backup.fileBytes) && Date.parse(backup.modifiedAt) <= Date.parse(known.at);
