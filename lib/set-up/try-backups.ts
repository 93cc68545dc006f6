import { randomBytes } from 'node:crypto';
import { access, constants, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { abortable } from '../abortable.ts';
import { Bucket } from '../buckets/bucket.ts';
import { SDK_SETTINGS } from '../buckets/bucket-settings.ts';
import { backupSource, bucketLocation, isBucketAddress } from '../contract/backup-ref.ts';
import { registerSdkSecrets } from '../config/configured-bucket.ts';
import { AppError, isAppError } from '../errors.ts';
import { codeOf } from '../files/file-error.ts';
import { makeDirectory } from '../make-folder.ts';

/** As backups make it. */
const FOLDER_MODE = 0o750;

/**
 * Whether backups can be kept there: a bucket is listed; in a folder a file is written and removed, and a folder that does not exist
 * is made and removed. Nothing is left. Returns a sentence. Throws AppError `disk`, `cancelled`.
 */
export async function tryBackups(place: string, signal: AbortSignal): Promise<string> {
  if (isBucketAddress(place)) return listBucket(place, signal);
  return abortable(writeInto(place), signal);
}

/** The same without writing anything, also no file that is removed again. */
export async function lookAtBackups(place: string, signal: AbortSignal): Promise<string> {
  if (isBucketAddress(place)) return listBucket(place, signal);
  return abortable(lookAt(place), signal);
}

/** Whether a failure of these may pass by itself: a store that does not answer now. */
export const backupsMayPass = (error: unknown): boolean =>
  isAppError(error) && error.details['answers'] === false && error.details['certificate'] !== true;

async function listBucket(place: string, signal: AbortSignal): Promise<string> {
  registerSdkSecrets(process.env);
  const location = bucketLocation(backupSource(place))!;
  const bucket = new Bucket(location.bucket, SDK_SETTINGS);
  const pages = bucket.list(location.prefix === '' ? '' : `${location.prefix}/`, signal);
  await pages.next();
  await pages.return(undefined);
  return `${place} can be listed.`;
}

async function writeInto(folder: string): Promise<string> {
  let made: string | null = null;
  const file = join(folder, `.restore-desk-try-${randomBytes(6).toString('hex')}`);
  try {
    made = await makeDirectory(folder, FOLDER_MODE);
    await writeFile(file, 'Restore Desk tries whether it can write here.\n', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw cannotWrite(folder, error);
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
    if (made !== null) await removeMade(folder, made);
  }
  return made === null ? `${folder} can be written.` : `${folder} does not exist yet, and can be made.`;
}

/** The empty folders from `folder` up to `topmost`. */
async function removeMade(folder: string, topmost: string): Promise<void> {
  for (let at = folder; ; at = dirname(at)) {
    await rmdir(at).catch(() => undefined);
    if (at === topmost || at === dirname(at)) return;
  }
}

async function lookAt(folder: string): Promise<string> {
  try {
    let at = folder;
    let found = await stat(at).catch(nullIfMissing);
    while (found === null) {
      at = dirname(at);
      found = await stat(at).catch(nullIfMissing);
    }
    if (!found.isDirectory()) throw Object.assign(new Error(`${at} is no folder`), { code: 'ENOTDIR' });
    await access(at, constants.W_OK | constants.X_OK);
    return at === folder
      ? `${folder} exists, and this user may write in it.`
      : `${folder} does not exist yet; this user may make it in ${at}.`;
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

function nullIfMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error as Error;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its file system is read-only',
  ENOTDIR: 'a part of its path is a file',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'its disk is full',
};

function cannotWrite(folder: string, cause: unknown): unknown {
  if (isAppError(cause)) return cause;
  const code = codeOf(cause);
  if (code === undefined) return cause;
  return new AppError('disk', `${folder} can’t be written: ${REASONS[code] ?? code}.`, {
    hint: 'Name another folder, or give the user that runs Restore Desk the right to write in it.',
    cause,
  });
}
