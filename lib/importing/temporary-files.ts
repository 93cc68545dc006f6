import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { abortable } from '../abortable.ts';
import { isAppError } from '../errors.ts';
import { codeOf } from '../files/file-error.ts';
import { filesOf, type Files, type NewFile } from '../files/files.ts';
import { newProcessMark, processOfMark } from '../process-mark.ts';

/**
 * What imports write before it is a backup is in this folder of the backup directory, on the same disk: a backup gets its name
 * in one step. Listings leave out what is hidden.
 */
const FOLDER = '.restore-desk-import';

/** `upload`: as it was sent. `unpacked`: one backup of it. */
type Purpose = 'upload' | 'unpacked';

const NAME = /^([0-9a-f-]+)\.(upload|unpacked)$/;
const REMOVE_WITHIN_MS = 5_000;
const ATTEMPTS = 5;

/** A path below the backup directory that names the process that writes it. */
const newName = (purpose: Purpose): string => `${FOLDER}/${newProcessMark()}.${purpose}`;

function readName(name: string): { mark: string; purpose: Purpose } | null {
  const [, mark, purpose] = NAME.exec(name) ?? [];
  return mark === undefined ? null : { mark, purpose: purpose as Purpose };
}

export interface TemporaryFile {
  /** Below the backup directory. */
  path: string;
  handle: NewFile;
}

/** Creates an empty file; `onName` is called before. Cancelled, it leaves nothing; waits 5 s at most for a disk that hangs. */
export async function createTemporary(
  directory: string,
  purpose: Purpose,
  signal: AbortSignal,
  onName: (path: string) => void = () => undefined,
): Promise<TemporaryFile> {
  const creating = create(directory, purpose, onName);
  try {
    return await abortable(creating, signal);
  } catch (error) {
    await Promise.race([removeCreated(directory, creating), delay(REMOVE_WITHIN_MS, undefined, { ref: false })]);
    throw error;
  }
}

/** Another import may remove the folder, when it is empty, at any moment. */
async function create(directory: string, purpose: Purpose, onName: (path: string) => void): Promise<TemporaryFile> {
  // Without the signal: half of it done, the folder would be there and empty.
  const files = filesOf(directory);
  for (let attempt = 1; ; attempt++) {
    const path = newName(purpose);
    onName(path);
    try {
      // It may be removed even while it is made, which also opens it to save it on the disk.
      await files.makeFolder(FOLDER);
      return { path, handle: await files.create(path) };
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || attempt === ATTEMPTS) throw error;
    }
  }
}

async function removeCreated(directory: string, creating: Promise<TemporaryFile>): Promise<void> {
  const created = await creating.catch(() => null);
  if (created === null) return removeFolder(directory, filesOf(directory));
  created.handle.close();
  await removeTemporary(directory, created.path);
}

/** Removes a temporary file, and the folder if it is empty. Never throws; waits 5 s at most for a disk that hangs. */
export async function removeTemporary(directory: string, path: string): Promise<void> {
  // Without a signal, which may be aborted.
  const files = filesOf(directory);
  const removal = files
    .remove(path)
    .catch(() => undefined)
    .then(() => removeFolder(directory, files));
  await Promise.race([removal, delay(REMOVE_WITHIN_MS, undefined, { ref: false })]);
}

/** Never throws: it may have files of other imports, or not exist. */
const removeFolder = (directory: string, files: Files): Promise<void> =>
  files.removeFolders(FOLDER, join(resolve(directory), FOLDER)).catch(() => undefined);

/**
 * Removes the files of dead processes. `isUploadInUse`: whether this dashboard receives an upload, or has a job for it that
 * has not ended; others of this process, whose job was cancelled before it began, are removed too. Absent, as for a job: uploads
 * are left alone. Never throws but for `cancelled`: where the directory can't be read, there is nothing to remove now.
 */
export async function removeLeftovers(
  directory: string,
  { isUploadInUse, signal }: { isUploadInUse?: (path: string) => boolean; signal?: AbortSignal } = {},
): Promise<void> {
  const files = filesOf(directory, signal);
  try {
    for (const entry of await files.list(FOLDER)) {
      const named = readName(entry.name);
      const path = `${FOLDER}/${entry.name}`;
      if (entry.kind !== 'file' || named === null) continue;
      const owner = processOfMark(named.mark, entry.facts.mtimeMs);
      if (owner === null) continue;
      const isUpload = named.purpose === 'upload';
      if (isUpload ? isUploadInUse === undefined || isUploadInUse(path) : owner === 'this') continue;
      if (owner !== 'other') await files.remove(path).catch(() => undefined);
    }
    await removeFolder(directory, files);
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') throw error;
  }
}

/** Whether a path is that of an upload, and nothing else: a job's work names it. */
export function isUploadPath(path: string): boolean {
  if (!path.startsWith(`${FOLDER}/`)) return false;
  const named = readName(path.slice(FOLDER.length + 1));
  return named?.purpose === 'upload' && processOfMark(named.mark, 0) !== null;
}
