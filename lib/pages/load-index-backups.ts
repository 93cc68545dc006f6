import type { ConfiguredCluster } from '../config.ts';
import type { BackupListing } from '../contract/backup.ts';
import type { HoldingBackup, IndexBackups } from '../contract/index-backups.ts';
import { backupsOfIndex, type IndexIdentified } from '../present/backups-of-index.ts';
import type { SnapshotListing } from '../known-backups/snapshot-summary.ts';
import { listingOf } from './load-backups.ts';
import { snapshotsOf } from './load-snapshots.ts';
import { verifiedStatesOf } from './verified-states.ts';
import { writtenAfterBackup } from './written-after-backup.ts';

const MOST_LISTED = 5;

/** The backups and snapshots that hold this index, newest first. Never throws: what can't be read is said in `problem`. */
export async function loadIndexBackups(
  cluster: ConfiguredCluster,
  index: IndexIdentified & { state: 'open' | 'closed' },
): Promise<IndexBackups> {
  const [listing, snapshots] = await Promise.all([listingOf(cluster), snapshotsOf(cluster)]);
  const all = backupsOfIndex(index, {
    zips: listing.backups,
    snapshots: snapshots.snapshots,
    verified: verifiedStatesOf(listing),
  });
  const problem = problemOf(listing, snapshots);
  const good = all.filter((backup) => backup.good).length;
  return {
    newest: all.slice(0, MOST_LISTED),
    total: all.length,
    good: good === 0 && problem !== null ? null : good,
    writtenSince: await writtenSince(cluster, all, index),
    problem,
  };
}

async function writtenSince(
  cluster: ConfiguredCluster,
  all: readonly HoldingBackup[],
  { name, uuid, state }: IndexIdentified & { state: 'open' | 'closed' },
): Promise<number | null> {
  const newest = all.find((backup) => backup.good);
  if (newest?.kind !== 'zip' || state === 'closed') return null;
  return await writtenAfterBackup(cluster, { source: cluster.backupSource, id: newest.id }, { index: name, uuid });
}

function problemOf(listing: BackupListing & { stillReading: boolean }, snapshots: SnapshotListing): string | null {
  if (listing.problem !== null && !listing.missing) return listing.problem;
  if (listing.unread.length > 0) return 'Some folders of the backups could not be read.';
  if (snapshots.problem !== null) return snapshots.problem;
  const unread = snapshots.repositories.find(({ problem }) => problem !== null);
  if (unread) return `The snapshots of ${unread.name} could not be read: ${unread.problem!}`;
  return listing.stillReading || snapshots.reading ? 'The backups are still being read.' : null;
}
