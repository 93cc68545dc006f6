import type { BackupSource } from '../backups/source.ts';
import type { ConfiguredCluster } from '../config.ts';
import { isBucketAddress, placeWord, type BackupRef } from '../contract/backup-ref.ts';
import { idOfAddress } from '../contract/backup-address.ts';
import { backupId } from '../contract/names.ts';
import { AppError } from '../errors.ts';
import { backupsOf } from '../live/backups-of-cluster.ts';
import { PAGE_TIMEOUT_MS } from '../live/single-flight.ts';

const noSuchBackup = (id: string, cause?: unknown) =>
  new AppError('not_found', `There is no backup ${id.slice(0, 260)}.`, {
    hint: 'It may have been deleted or renamed. Find it in the list of backups.',
    cause,
  });

/** The id of a backup, from the parsed parts of an address. Throws AppError not_found for anything that is no id. */
export function backupIdOf(address: { group: string; name: string }): string {
  const parsed = backupId.safeParse(idOfAddress(address));
  if (!parsed.success) throw noSuchBackup(`${address.group}/${address.name}`, parsed.error);
  return parsed.data;
}

/** The same for a page's `params`: Next passes them percent-encoded. */
export const backupIdOfPage = ({ group, name }: { group: string; name: string }): string =>
  backupIdOf({ group: decodePart(group), name: decodePart(name) });

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw noSuchBackup(part);
  }
}

/**
 * What `read` returns, within PAGE_TIMEOUT_MS. Throws AppError disk after that. In jobs and in the list a directory
 * that hangs has more time, and fails at once afterwards.
 */
export async function readBackups<T>(
  cluster: Pick<ConfiguredCluster, 'backupSource'>,
  read: (source: BackupSource, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const source = backupsOf(cluster);
  const signal = AbortSignal.timeout(PAGE_TIMEOUT_MS);
  try {
    return await read(source, signal);
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new AppError(
      'disk',
      `The ${placeWord(source.place)} ${source.place} has not answered for ${PAGE_TIMEOUT_MS / 1000} s.`,
      {
        hint: isBucketAddress(source.place)
          ? 'Check its store and the network, then try again.'
          : 'Check its disk, or the network share it is on, then try again.',
        cause,
      },
    );
  }
}

/** A backup of this cluster that exists. Throws AppError invalid_input, not_found, disk. */
export async function backupRefOn(cluster: Pick<ConfiguredCluster, 'backupSource'>, id: string): Promise<BackupRef> {
  await readBackups(cluster, (source, signal) => source.stamp(id, signal));
  return { source: cluster.backupSource, id };
}
