import { basename, join } from 'node:path';
import { AppError, isAppError } from '../../errors.ts';
import { NOT_A_FILE } from '../../files/protocol.ts';

const FILE_NAME = 'restore-desk.sqlite';

export const databaseFile = (dataDirectory: string): string => join(dataDirectory, FILE_NAME);

/** For when the opened file is no longer at its path: what is written to it would be lost. */
export const databaseMoved = (file: string): AppError =>
  new AppError('disk', "The jobs' database was moved away, deleted or replaced while Restore Desk runs.", {
    hint:
      `Nothing was changed. Put it back as ${file}: changes then work again without a restart, and the outcome of ` +
      'running jobs is recorded. To use the file that is there now, restart Restore Desk.',
    details: { file },
  });

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const IO = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** Whether it is the jobs' database that failed, not a directory of backups. */
export const isDatabaseFailure = (error: unknown): boolean =>
  isAppError(error) && error.code === 'disk' && basename(String(error.details['file'] ?? '')) === FILE_NAME;

/** Runs work on the database. Throws AppError disk in place of SQLite's and the file system's errors. */
export function withDatabaseErrors<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw databaseError(file, error) ?? error;
  }
}

function databaseError(file: string, error: unknown): AppError | null {
  const { errcode, code } = error as { errcode?: number; code?: string };
  const diskError = (what: string, hint: string) =>
    new AppError('disk', `The jobs' database ${what}.`, { hint, cause: error, details: { file } });
  if (code && ['EACCES', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EPERM', 'ENOENT', 'EEXIST'].includes(code))
    return diskError(
      `can't be created in its directory (${code})`,
      `Make ${file} writable for this process, or name another \`data\` directory.`,
    );
  if (code === NOT_A_FILE || code === 'ENXIO')
    return diskError('is no ordinary file', `Move ${file} aside, or name another \`data\` directory.`);
  if (typeof errcode !== 'number') return null;
  switch (errcode & 0xff) {
    case BUSY:
    case LOCKED:
      return diskError(
        'is locked by another process',
        'Nothing was changed. Try again in a moment; if it happens again, find the process that holds the file open.',
      );
    case FULL:
      return diskError(
        'is full: its disk has no free space',
        'Free space on the disk of the data directory. Backups can still be listed; changes need the audit log.',
      );
    case READ_ONLY:
    case CANNOT_OPEN:
    case IO:
      return diskError(
        "can't be written",
        'Check the disk and the permissions of the data directory. Backups can still be listed; changes need the audit log.',
      );
    case CORRUPT:
    case NOT_A_DATABASE:
      return diskError(
        'is damaged',
        'Move the file aside (keep it: it has the audit log) and restart; a new one is created. Backups and indices are not affected.',
      );
    default:
      return null;
  }
}
