import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError, isAppError } from '../errors.ts';
import { codeOf } from './file-error.ts';

/** What file systems without hard links answer. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/**
 * A new file with all that `write` wrote, readable by its owner alone; or none. `write` fills a file beside it, which gets its name
 * last, once it is on the disk. A file that exists is never replaced. Returns its size. Throws AppError refused, disk, and what
 * `write` throws. `warn`: the file is there, but its name may not survive a power failure.
 */
export async function createFile(
  path: string,
  write: (temporary: string) => Promise<void>,
  warn: (sentence: string) => void,
): Promise<number> {
  const target = resolve(path);
  refuseExisting(target);
  const temporary = join(dirname(target), `.restore-desk-${randomBytes(6).toString('hex')}.partial`);
  try {
    await (await open(temporary, 'wx', 0o600)).close();
    await write(temporary);
    const bytes = await flush(temporary);
    await publish(temporary, target);
    await flush(dirname(target)).catch((error: unknown) =>
      warn(
        `${target} is written, but its folder can’t be synced (${codeOf(error) ?? 'unknown'}): a power failure can lose it.`,
      ),
    );
    return bytes;
  } catch (error) {
    throw isAppError(error) ? error : cannotWrite(target, error);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Writes a file, or the entries of a folder, to the disk. Returns its size. */
async function flush(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/** By a link, which fails where the name has been taken meanwhile; a rename would replace that file. */
async function publish(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw exists(target);
    if (!NO_LINKS.includes(codeOf(error) ?? '')) throw error;
    refuseExisting(target);
    await rename(temporary, target);
  }
}

/** Also a link that leads nowhere. */
function refuseExisting(target: string): void {
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) throw exists(target);
}

const exists = (target: string): AppError =>
  new AppError('refused', `${target} exists already, and is not replaced.`, { hint: 'Name another file.' });

function cannotWrite(target: string, cause: unknown): AppError {
  const code = codeOf(cause) ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('disk', `The disk of ${target} is full. Nothing is left of the file.`, {
      hint: 'Free space, or name a file on another disk.',
      cause,
    });
  if (!existsSync(dirname(target)))
    return new AppError('disk', `There is no folder ${dirname(target)}.`, { hint: 'Create it first.', cause });
  return new AppError('disk', `${target} can’t be written (${code === '' ? (cause as Error).message : code}).`, {
    cause,
  });
}
