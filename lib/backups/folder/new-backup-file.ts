import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { backupPath, UNFINISHED, type BackupName } from '../../archive/backup-names.ts';
import { diskError } from '../../archive/disk-error.ts';
import type { NewBackupFile } from '../../archive/new-backup-file.ts';
import { AppError, isAppError } from '../../errors.ts';
import { filesOf, type Files, type NewFile } from '../../files/files.ts';
import { codeOf } from '../../files/file-error.ts';

const REMOVE_TIMEOUT_MS = 3_000;

/** `made`: the topmost folder that was created for it; null: all existed. */
interface ReservedFile {
  directory: string;
  files: Files;
  id: string;
  handle: NewFile;
  made: string | null;
}

/** `<name>.zip.partial` until it is published. Throws `refused`, `disk`. `signal` cancels every write to it at once. */
export async function createFolderFile(
  directory: string,
  name: BackupName,
  signal?: AbortSignal,
): Promise<NewBackupFile> {
  const reserved = await reserveFile(directory, name, signal);
  const { handle, id } = reserved;
  return {
    write: (buffer, position) => handle.write(buffer, position),
    flush: () => handle.datasync(),
    finish: () => handle.sync(),
    publish: async () => {
      const published = await publishFile(reserved, name);
      handle.close();
      return published;
    },
    discard: () => removePartial(reserved),
    describe: (error) => diskError(error, join(directory, id) + UNFINISHED),
  };
}

/** Removes the file and the folders that were created for it. Never throws; waits 3 s at most for a disk that hangs. */
async function removePartial({ directory, handle, id, made }: ReservedFile): Promise<void> {
  // Without the signal, which may be aborted.
  const files = filesOf(directory);
  const removal = files.remove(id + UNFINISHED).catch(() => undefined);
  handle.close();
  const removed = removal.then(() => (made === null ? undefined : files.removeFolders(folderOf(id), made)));
  await Promise.race([removed.catch(() => undefined), setTimeout(REMOVE_TIMEOUT_MS, undefined, { ref: false })]);
}

/** Creates the file under the first free name, exclusively, so that two processes never write the same file. */
async function reserveFile(directory: string, name: BackupName, signal?: AbortSignal): Promise<ReservedFile> {
  const files = filesOf(directory, signal);
  try {
    const made = await files.makeFolder(name.group);
    for (let copy = 1; ; copy++) {
      const id = backupPath(name.group, name.startedAt, copy);
      if (await exists(files, id)) continue;
      try {
        const handle = await files.create(id + UNFINISHED);
        return { directory, files, id, handle, made };
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
async function publishFile({ directory, files, handle, id }: ReservedFile, name: BackupName) {
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
