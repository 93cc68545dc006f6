import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { locateBackup } from '../backups/folder/locate-backup.ts';
import type { ConfiguredCluster } from '../config.ts';
import { idOfAddress } from '../contract/backup-address.ts';
import { backupId } from '../contract/names.ts';
import { AppError, isAppError } from '../errors.ts';

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

/** A backup's file by its id, which never leads out of the backup directory. Throws AppError invalid_input, not_found. */
export const backupFile = (cluster: Pick<ConfiguredCluster, 'backupDirectory'>, id: string): Promise<string> =>
  locateBackup(cluster.backupDirectory, id);

/** Opened without following a link in its last part, so that what was checked is what is read. */
export async function openBackupFile(
  cluster: Pick<ConfiguredCluster, 'backupDirectory'>,
  id: string,
): Promise<{ handle: FileHandle; bytes: number }> {
  const path = await backupFile(cluster, id);
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const stat = await handle.stat();
    if (!stat.isFile()) throw noSuchBackup(id);
    return { handle, bytes: stat.size };
  } catch (error) {
    await handle?.close();
    throw isAppError(error)
      ? error
      : new AppError('disk', `The file of ${id} can’t be opened.`, {
          hint: 'Is it readable for the user that runs Restore Desk?',
          cause: error,
        });
  }
}
