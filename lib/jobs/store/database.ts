import { DatabaseSync } from 'node:sqlite';
import { comparable } from '../../comparable.ts';
import { touchRegularFileSync } from '../../files/regular-file.ts';
import { makeDirectorySync } from '../../make-folder.ts';
import { databaseFile, withDatabaseErrors } from './database-file.ts';
import { migrate, refuseNewer } from './migrate.ts';
import { BUSY_TIMEOUT_MS } from './transaction.ts';

/**
 * The key of the store's connection; nothing outside of this folder imports it. A global symbol: Next bundles this
 * module several times, and one copy uses a store that another one opened.
 */
export const SQL: unique symbol = Symbol.for('restore-desk.sql');

/**
 * Opens, or creates, the jobs' database, and migrates an older one. Throws AppError disk (locked, full, damaged, not
 * writable; can't be copied before it is migrated), unsupported (of a newer version).
 */
export function openDatabase(dataDirectory: string): DatabaseSync {
  const file = databaseFile(dataDirectory);
  return withDatabaseErrors(file, () => {
    makeDirectorySync(dataDirectory, 0o700);
    touchRegularFileSync(file, 0o640); // SQLite would create it readable by every user of the machine.
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      refuseNewer(database); // Before anything of it is changed.
      database.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 16777216',
      );
      migrate(database, file);
      // SQLite's own lower() leaves letters that are not ASCII as they are.
      database.function('comparable', { deterministic: true }, (text) => comparable(String(text)));
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}
