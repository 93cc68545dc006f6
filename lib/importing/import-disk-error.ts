import { diskError } from '../archive/disk-error.ts';
import { AppError, isAppError } from '../errors.ts';
import { filesOf } from '../files/files.ts';
import { codeOf } from '../files/file-error.ts';
import { CHANGED } from '../files/protocol.ts';
import { formatBytes } from '../format.ts';

const FULL: readonly (string | undefined)[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** An error of a directory during an import. */
export function importDiskError(error: unknown, directory: string): unknown {
  if (isAppError(error)) return error;
  const code = codeOf(error);
  if (code === CHANGED)
    return new AppError('disk', `A folder of ${directory} was replaced while a backup was imported.`, {
      cause: error,
      hint: 'What was not complete is removed. See who changes it, then import again.',
    });
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new AppError('disk', `${directory} does not exist.`, {
      cause: error,
      hint: 'Mount or create it, then import again.',
    });
  if (!FULL.includes(code)) return diskError(error, directory);
  return new AppError('disk', `The disk of ${directory} is full.`, {
    cause: error,
    hint: 'What was not complete is removed. Free space (`df -h`) or inodes (`df -i`), then import again.',
  });
}

/** Before anything is written. */
export const notEnoughSpace = (directory: string, needed: number, free: number): AppError =>
  new AppError(
    'disk',
    `The disk of ${directory} has ${formatBytes(free)} free, and ${formatBytes(needed)} are needed.`,
    { hint: 'Free space on it (`df -h`), then import again.' },
  );

/** By the declared size, before anything of it is written. Throws `refused`. */
export async function requireFreeSpace(directory: string, bytes: number, signal: AbortSignal): Promise<void> {
  const free = await filesOf(directory, signal).freeBytes();
  if (bytes > free)
    throw new AppError(
      'refused',
      `The disk of ${directory} has ${formatBytes(free)} free, and ${formatBytes(bytes)} are needed.`,
      { hint: 'Free space on it (`df -h`), then import this backup again.' },
    );
}
