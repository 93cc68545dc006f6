import type { BackupSource } from '../backups/source.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { BackupRef } from '../contract/backup-ref.ts';
import { idOfAddress } from '../contract/backup-address.ts';
import { backupId } from '../contract/names.ts';
import { AppError } from '../errors.ts';
import { backupsOf } from '../live/backups-of-cluster.ts';
import { PAGE_TIMEOUT_MS } from '../live/single-flight.ts';

const noSuchBackup = (id: string, cause?: unknown) =>
  new AppError('not_found', `There is no backup ${id.slice(0, 260)}.`, {
    hint: 'It may have been deleted or renamed. Look for it in the list of backups.',
    cause,
  });

/** The id an address names. Throws AppError not_found for anything that can't be one. */
export function idIn(address: { group: string; name: string }): string {
  const parsed = backupId.safeParse(idOfAddress(address));
  if (!parsed.success) throw noSuchBackup(`${address.group}/${address.name}`, parsed.error);
  return parsed.data;
}

/** The same for the parts of a page's address, which Next hands over as they stand in it. */
export const idOf = ({ group, name }: { group: string; name: string }): string =>
  idIn({ group: decoded(group), name: decoded(name) });

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw noSuchBackup(part);
  }
}

/**
 * Asks where the backups are kept, within the patience of a page. Throws `disk` after that: a directory that hangs is
 * given more time by its jobs and its list, and then fails at once.
 */
export async function askBackups<T>(
  cluster: Pick<ConfiguredCluster, 'backupSource'>,
  ask: (source: BackupSource, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const source = backupsOf(cluster);
  const signal = AbortSignal.timeout(PAGE_TIMEOUT_MS);
  try {
    return await ask(source, signal);
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new AppError(
      'disk',
      `The backup directory ${source.place} has not answered for ${PAGE_TIMEOUT_MS / 1000} s.`,
      { hint: 'Look at its disk, or at the network share it is on, then try again.', cause },
    );
  }
}

/** The backup that an address names on this cluster. Throws AppError invalid_input, not_found, disk. */
export async function refOn(cluster: Pick<ConfiguredCluster, 'backupSource'>, id: string): Promise<BackupRef> {
  await askBackups(cluster, (source, signal) => source.stamp(id, signal));
  return { source: cluster.backupSource, id };
}
