import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import { backupUri } from '../contract/backup-ref.ts';
import { pinnedSnapshotKey, type PinnedBackup } from '../contract/pinned.ts';
import { readSnapshot } from '../elasticsearch/snapshots/snapshots.ts';
import { AppError } from '../errors.ts';
import { runner } from '../jobs/jobs.ts';
import * as pins from '../jobs/store/pinned-backups.ts';
import { backupReadLock, snapshotReadLock, type Lock } from '../kinds/locks.ts';
import { PAGE_TIMEOUT_MS } from '../live/single-flight.ts';
import { backupIdOf, backupRefOn } from './cluster-backups.ts';

/** A backup that can be pinned. `lock`: of a job that reads it. */
interface Pinnable {
  key: string;
  lock: Lock;
  name: string;
}

/** A zip file of this cluster. Throws `not_found`, `disk`. */
export async function pinnableFile(
  cluster: ConfiguredCluster,
  address: { group: string; name: string },
): Promise<Pinnable> {
  const ref = await backupRefOn(cluster, backupIdOf(address));
  return { key: backupUri(ref), lock: backupReadLock(ref), name: ref.id };
}

/** Throws `not_found`, and what the cluster throws. */
export async function pinnableSnapshot(
  { key }: ConfiguredCluster,
  { repository, snapshot }: { repository: string; snapshot: string },
): Promise<Pinnable> {
  const cluster = clusterConnection(key);
  const signal = AbortSignal.timeout(PAGE_TIMEOUT_MS);
  const { uuid } = await cluster.identity(signal);
  const found = await readSnapshot(cluster, repository, snapshot, signal);
  if (found === null)
    throw new AppError('not_found', `There is no snapshot ${snapshot} in ${repository}.`, {
      hint: 'It was deleted, or its name is another one.',
    });
  return {
    key: pinnedSnapshotKey(uuid, found.uuid),
    lock: snapshotReadLock(uuid, `${repository}/${snapshot}`),
    name: snapshot,
  };
}

/** Throws `busy` while a job deletes it. */
export function pin({ key, lock }: Pinnable, { by, reason }: Pick<PinnedBackup, 'by' | 'reason'>): void {
  pins.pinBackup(runner().store, key, lock, { by, reason, at: new Date().toISOString() });
}

/** Throws `not_found` where it is not pinned. */
export function unpin({ key, name }: Pinnable): void {
  if (pins.unpinBackup(runner().store, key)) return;
  throw new AppError('not_found', `${name} is not pinned.`, { hint: 'Somebody has unpinned it already.' });
}
