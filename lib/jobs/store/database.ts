import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../errors.ts';
import { touchRegularFileSync } from '../../files/regular-file.ts';
import { NOT_A_FILE } from '../../files/protocol.ts';
import { makeDirectorySync } from '../../make-folder.ts';
import { SCHEMA } from './schema.ts';

/**
 * The key of the store's connection, which nothing outside of this folder imports. One for the process: Next bundles this
 * module several times, and a store that one copy opened is used by another.
 */
export const SQL: unique symbol = Symbol.for('restore-desk.sql');

/** How long a statement waits for another process's transaction. It blocks this process meanwhile: keep it short. */
const BUSY_TIMEOUT_MS = 1500;

/** Its file is not the one that was opened: what would be written now, nobody would find. */
export const movedDatabase = (file: string): AppError =>
  new AppError('disk', "The jobs' database was moved away, deleted or replaced while Restore Desk runs.", {
    hint:
      `Nothing was changed. Put it back as ${file}: changes go on then by themselves, and how running jobs ended is ` +
      'written. To go on with what is there now, restart Restore Desk.',
    details: { file },
  });

export const databaseFile = (dataDirectory: string): string => join(dataDirectory, 'restore-desk.sqlite');

/** Opens (and makes) the jobs' database. Throws AppError disk with a sentence for locked, full, damaged and unreachable. */
export function openDatabase(dataDirectory: string): DatabaseSync {
  const file = databaseFile(dataDirectory);
  return withDatabaseErrors(file, () => {
    makeDirectorySync(dataDirectory, 0o700);
    touchRegularFileSync(file, 0o640); // SQLite would let everybody on the machine read it
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 16777216',
    );
    migrate(database);
    return database;
  });
}

/** The statements that made each version, in order; `user_version` says how many a file has seen. */
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
    // Another process may have migrated while we waited for the lock.
    const current = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
    for (const statements of SCHEMA.slice(current)) database.exec(statements);
    database.exec(`PRAGMA user_version = ${SCHEMA.length}`);
  });
}

export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    // A full disk makes SQLite roll back by itself; a second rollback would hide the first error.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Work in the background, tried again within a second: where another process has locked the database, nobody here waits for it. */
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

/** Runs a piece of work on the database and says what is wrong with it in our words. */
export function withDatabaseErrors<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw databaseError(file, error) ?? error;
  }
}

function databaseError(file: string, error: unknown): AppError | null {
  const { errcode, code } = error as { errcode?: number; code?: string };
  const about = (what: string, hint: string) =>
    new AppError('disk', `The jobs' database ${what}.`, { hint, cause: error, details: { file } });
  if (code && ['EACCES', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EPERM', 'ENOENT', 'EEXIST'].includes(code))
    return about(
      `can't be made in its directory (${code})`,
      `Make ${file} writable for this process, or name another \`data\` directory.`,
    );
  if (code === NOT_A_FILE || code === 'ENXIO')
    return about('is no ordinary file', `Move ${file} aside, or name another \`data\` directory.`);
  if (typeof errcode !== 'number') return null;
  switch (errcode & 0xff) {
    case BUSY:
    case LOCKED:
      return about(
        'is locked by another process',
        'Nothing was changed. Try again in a moment; if it lasts, look for a process that holds the file open.',
      );
    case FULL:
      return about(
        'is full: its disk has no room',
        'Make room on the disk of the data directory. Backups can still be listed; changes need the record.',
      );
    case READ_ONLY:
    case CANNOT_OPEN:
    case IO:
      return about(
        "can't be written",
        'Look at the disk and the permissions of the data directory. Backups can still be listed; changes need the record.',
      );
    case CORRUPT:
    case NOT_A_DATABASE:
      return about(
        'is damaged',
        'Move the file aside (keep it: it is the record) and restart; a new one is made. Backups and indices are not affected.',
      );
    default:
      return null;
  }
}
