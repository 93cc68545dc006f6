import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError, isAppError } from '../../errors.ts';
import { touchRegularFileSync } from '../../files/regular-file.ts';
import { NOT_A_FILE } from '../../files/protocol.ts';
import { makeDirectorySync } from '../../make-folder.ts';
import { SCHEMA } from './schema.ts';

/**
 * The key of the store's connection; nothing outside of this folder imports it. A global symbol: Next bundles this
 * module several times, and one copy uses a store that another one opened.
 */
export const SQL: unique symbol = Symbol.for('restore-desk.sql');

/** How long a statement waits for another process's transaction. It blocks this process: keep it short. */
const BUSY_TIMEOUT_MS = 1500;

/** For when the opened file is no longer at its path: what is written to it would be lost. */
export const databaseMoved = (file: string): AppError =>
  new AppError('disk', "The jobs' database was moved away, deleted or replaced while Restore Desk runs.", {
    hint:
      `Nothing was changed. Put it back as ${file}: changes then work again without a restart, and the outcome of ` +
      'running jobs is recorded. To use the file that is there now, restart Restore Desk.',
    details: { file },
  });

const FILE_NAME = 'restore-desk.sqlite';

export const databaseFile = (dataDirectory: string): string => join(dataDirectory, FILE_NAME);

/** Opens, or creates, the jobs' database. Throws AppError disk (locked, full, damaged, not writable), unsupported. */
export function openDatabase(dataDirectory: string): DatabaseSync {
  const file = databaseFile(dataDirectory);
  return withDatabaseErrors(file, () => {
    makeDirectorySync(dataDirectory, 0o700);
    touchRegularFileSync(file, 0o640); // SQLite would create it readable by every user of the machine.
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 16777216',
    );
    migrate(database);
    return database;
  });
}

/** Runs the statements of newer versions, in order; `user_version` counts those that the file has. */
function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version > SCHEMA.length)
    throw new AppError(
      'unsupported',
      `The jobs' database was written by a newer Restore Desk (version ${version}, this one knows ${SCHEMA.length}).`,
      { hint: 'Start the newer version again, or name another data directory.' },
    );
  if (version === SCHEMA.length) return;
  transaction(database, () => {
    // Another process may have migrated while this one waited for the lock.
    const current = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
    for (const statements of SCHEMA.slice(current)) database.exec(statements);
    database.exec(`PRAGMA user_version = ${SCHEMA.length}`);
  });
}

/** All or nothing. Within another one it is a part of that one. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  if (database.isTransaction) return work();
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    // On a full disk SQLite rolls back by itself; a second rollback would hide the first error.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * For background work that is retried within a second: fails immediately if another process has locked the database.
 */
export function withoutWaiting<T>(database: DatabaseSync, work: () => T): T {
  database.exec('PRAGMA busy_timeout = 0');
  try {
    return work();
  } finally {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

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
