import { diskError } from '../archive/reserve-backup-file.ts';
import { AppError, isAppError } from '../errors.ts';
import { codeOf } from '../files/file-error.ts';
import { formatBytes } from '../format.ts';

const FULL: readonly (string | undefined)[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** An error of the backup directory during an import. */
export function importDiskError(error: unknown, directory: string): unknown {
  if (isAppError(error)) return error;
  if (!FULL.includes(codeOf(error))) return diskError(error, directory);
  return new AppError('disk', `The disk of the backup directory is full (${directory}).`, {
    cause: error,
    hint: 'What was not complete is removed. Free space (`df -h`) or inodes (`df -i`), then import again.',
  });
}

/** Before anything is written. */
export const notEnoughSpace = (directory: string, needed: number, free: number): AppError =>
  new AppError(
    'disk',
    `The disk of the backup directory has ${formatBytes(free)} free, and ${formatBytes(needed)} are needed (${directory}).`,
    { hint: 'Free space on it (`df -h`), then import again.' },
  );
