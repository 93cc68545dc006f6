import type { DatabaseSync } from 'node:sqlite';

/** How long a statement waits for another process's transaction. It blocks this process: keep it short. */
export const BUSY_TIMEOUT_MS = 1500;

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
