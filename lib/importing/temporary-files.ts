import { createHash, randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { abortable } from '../abortable.ts';
import { isAppError } from '../errors.ts';
import { codeOf } from '../files/file-error.ts';
import { filesOf, type Files, type NewFile } from '../files/files.ts';
import { processSpace, startTimeOf } from '../process-identity.ts';

/**
 * What imports write before it is a backup is in this folder of the backup directory, on the same disk: a backup gets its name
 * in one step. Listings leave out what is hidden.
 */
const FOLDER = '.restore-desk-import';

/** `upload`: as it was sent. `unpacked`: one backup of it. */
type Purpose = 'upload' | 'unpacked';

interface Mark {
  pid: number;
  started: string;
  space: string;
  purpose: Purpose;
}

const NAME = /^(\d{1,10})-([0-9a-f]{12})-([0-9a-f]{12})-[0-9a-f]{16}\.(upload|unpacked)$/;
const REMOVE_WITHIN_MS = 5_000;
/** A file of a process in another container, or on another machine, is removed when nothing has written to it for so long. */
const FOREIGN_IS_DEAD_AFTER_MS = 24 * 3_600_000;

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
const ATTEMPTS = 5;

/** A path below the backup directory that names the process that writes it. */
const newName = (purpose: Purpose): string =>
  `${FOLDER}/${process.pid}-${short(startTimeOf(process.pid) ?? '')}-${short(processSpace())}-` +
  `${randomBytes(8).toString('hex')}.${purpose}`;

function readMark(path: string): Mark | null {
  const [, pid, started, space, purpose] = NAME.exec(path) ?? [];
  return pid === undefined ? null : { pid: Number(pid), started: started!, space: space!, purpose: purpose as Purpose };
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
    await files.makeFolder(FOLDER);
    const path = newName(purpose);
    onName(path);
    try {
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
      const mark = readMark(entry.name);
      const path = `${FOLDER}/${entry.name}`;
      if (entry.kind !== 'file' || mark === null) continue;
      const isUpload = mark.purpose === 'upload';
      if (isUpload ? isUploadInUse === undefined || isUploadInUse(path) : isOfThisProcess(mark)) continue;
      if (isOfThisProcess(mark) || !isAlive(mark, entry.facts.mtimeMs)) await files.remove(path).catch(() => undefined);
    }
    await removeFolder(directory, files);
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') throw error;
  }
}

const isOfThisProcess = ({ pid, space, started }: Mark): boolean =>
  pid === process.pid && space === short(processSpace()) && started === short(startTimeOf(pid) ?? '');

function isAlive({ pid, space, started }: Mark, mtimeMs: number): boolean {
  if (space !== short(processSpace())) return Date.now() - mtimeMs < FOREIGN_IS_DEAD_AFTER_MS;
  const now = startTimeOf(pid);
  return now !== null && short(now) === started;
}

/** Whether a path is that of an upload, and nothing else: a job's work names it. */
export const isUploadPath = (path: string): boolean =>
  path.startsWith(`${FOLDER}/`) && readMark(path.slice(FOLDER.length + 1))?.purpose === 'upload';
