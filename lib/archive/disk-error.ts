import { AppError, isAppError } from '../errors.ts';
import { codeOf } from '../files/file-error.ts';
import { CHANGED } from '../files/protocol.ts';

export const MAY_NOT_WRITE_HINT = 'Give the user Restore Desk runs as the right to write there.';
/** Linux mounts a disk again read-only after an error of it. */
export const READ_ONLY_HINT =
  'No user can write there, whatever the permissions: look for errors of the disk (`dmesg`) and how it is mounted ' +
  '(`findmnt`), mount it with write access, then try again.';

/** An error of the system while a backup is written, in a sentence. `path`: of the file. */
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
