import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AppError, isAppError } from '../errors.ts';
import { filesOf, type Files, type NewFile } from '../files/files.ts';
import { codeOf } from '../files/file-error.ts';
import { CHANGED } from '../files/protocol.ts';
import { backupPath, UNFINISHED } from './backup-names.ts';

export const MAY_NOT_WRITE_HINT = 'Give the user Restore Desk runs as the right to write there.';
/** Linux mounts a disk again read-only after an error of it. */
export const READ_ONLY_HINT =
  'No user can write there, whatever the permissions: look for errors of the disk (`dmesg`) and how it is mounted ' +
  '(`findmnt`), mount it with write access, then try again.';

const REMOVE_TIMEOUT_MS = 3_000;

/** What a backup's file name is derived from. `group`: an alias or an index, the name of the folder. */
export interface BackupName {
  group: string;
  startedAt: Date;
}

/** A file that only this process writes. `made`: the topmost folder that was created for it; null: all existed. */
export interface ReservedFile {
  directory: string;
  files: Files;
  id: string;
  partial: string;
  handle: NewFile;
  made: string | null;
}

/** Removes the file and the folders that were created for it. Never throws; waits 3 s at most for a disk that hangs. */
export async function removePartial({ directory, handle, id, made }: ReservedFile): Promise<void> {
  // Without the signal, which may be aborted.
  const files = filesOf(directory);
  const removal = files.remove(id + UNFINISHED).catch(() => undefined);
  handle.close();
  const removed = removal.then(() => (made === null ? undefined : files.removeFolders(folderOf(id), made)));
  await Promise.race([removed.catch(() => undefined), setTimeout(REMOVE_TIMEOUT_MS, undefined, { ref: false })]);
}

/** Creates the file under the first free name, exclusively, so that two processes never write the same file. */
export async function reserveFile(directory: string, name: BackupName, signal?: AbortSignal): Promise<ReservedFile> {
  // The name of an index or an alias comes from the cluster and is not trusted.
  if (/[/\\\0]/.test(name.group) || ['', '.', '..'].includes(name.group))
    throw new AppError('refused', `${JSON.stringify(name.group)} can’t be the name of a backup’s folder.`, {
      hint: 'No cluster gives such a name to an index or an alias: check what answers at this address.',
    });
  const files = filesOf(directory, signal);
  try {
    const made = await files.makeFolder(name.group);
    for (let copy = 1; ; copy++) {
      const id = backupPath(name.group, name.startedAt, copy);
      if (await exists(files, id)) continue;
      try {
        const handle = await files.create(id + UNFINISHED);
        return { directory, files, id, partial: join(directory, id) + UNFINISHED, handle, made };
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    // Listing follows no links, so that nothing outside the directory is read: a backup in a linked folder is never listed.
    if (codeOf(error) === 'ELOOP')
      throw new AppError(
        'refused',
        `${join(directory, name.group)} is a link, and backups behind a link are not listed.`,
        {
          hint: 'Make it a folder of its own, mount (or bind-mount) the other disk there, or move the whole backup directory to that disk.',
          cause: error,
        },
      );
    throw diskError(error, directory);
  }
}

/** Gives the synced file its name. The name is on the disk when this resolves; nothing is overwritten. */
export async function publishFile({ directory, files, handle, id }: ReservedFile, name: BackupName) {
  for (let path = id, copy = 2; ; path = backupPath(name.group, name.startedAt, copy++)) {
    if (await exists(files, path)) continue;
    try {
      await handle.rename(id + UNFINISHED, path);
      return { id: path, file: join(directory, path) };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

const folderOf = (id: string): string => id.slice(0, id.lastIndexOf('/'));

const exists = (files: Files, path: string): Promise<boolean> =>
  files.stat(path).then(
    () => true,
    (error: unknown) => {
      if (isAppError(error)) throw error;
      return false;
    },
  );

export function diskError(error: unknown, path: string): unknown {
  if (isAppError(error)) return error;
  const code = codeOf(error);
  switch (code) {
    case CHANGED:
      return new AppError('disk', `The folder of ${path} was replaced while the backup was written.`, {
        cause: error,
        hint: 'Nothing that looks like a backup remains. See who changes the backup directory, then back up again.',
      });
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new AppError('disk', `The disk of the backup directory is full (${path}).`, {
        cause: error,
        hint: 'Nothing that looks like a backup remains. Free space (`df -h`) or inodes (`df -i`), then back up again.',
      });
    case 'EACCES':
    case 'EPERM':
      return new AppError('disk', `The backup directory can't be written to (${code}, ${path}).`, {
        cause: error,
        hint: MAY_NOT_WRITE_HINT,
      });
    case 'EROFS':
      return new AppError('disk', `The backup directory can't be written to: ${path} is on a read-only file system.`, {
        cause: error,
        hint: READ_ONLY_HINT,
      });
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('disk', `The backup directory does not exist (${path}).`, {
        cause: error,
        hint: 'Mount or create it, then back up again.',
      });
    case undefined:
      return error;
    default:
      return new AppError('disk', `Writing ${path} failed (${code}).`, { cause: error });
  }
}
