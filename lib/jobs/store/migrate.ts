import type { DatabaseSync } from 'node:sqlite';
import { AppError, isAppError } from '../../errors.ts';
import { log } from '../../log.ts';
import { TOOL } from '../../version.ts';
import { copyBeforeMigration, removeOlderCopies } from './copy-before-migration.ts';
import { withDatabaseErrors } from './database-file.ts';
import { SCHEMA } from './schema.ts';
import { BUSY_TIMEOUT_MS, transaction } from './transaction.ts';

/** How long a process waits for another one that migrates: its copy of a large database takes seconds. */
const MIGRATION_TIMEOUT_MS = 30_000;

/** The number of entries of SCHEMA that the database has. */
const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);

const isEmpty = (database: DatabaseSync): boolean =>
  database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0;

/** Throws AppError unsupported for a database of a newer version. It reads, and changes nothing. */
export function refuseNewer(database: DatabaseSync): void {
  const version = versionOf(database);
  if (version <= SCHEMA.length) return;
  const program = newestProgram(database);
  throw new AppError(
    'unsupported',
    `The jobs' database is of a newer Restore Desk${program === null ? '' : `, ${program}`}: it has version ${version}, ` +
      `and this one, ${TOOL.version}, knows versions up to ${SCHEMA.length}.`,
    {
      hint:
        `Nothing was changed. Start ${program === null ? 'the newer version' : `Restore Desk ${program}`} again, or name another data directory. ` +
        'docs/operations.md, “Updating, and back to the version before”, says how to put back the copy that was made before the update.',
      details: { version, known: SCHEMA.length, ...(program === null ? {} : { program }) },
    },
  );
}

/** Null: a version that this one can't ask, or that did not record it. */
function newestProgram(database: DatabaseSync): string | null {
  try {
    const row = database.prepare('SELECT program FROM migrations ORDER BY version DESC LIMIT 1').get();
    return typeof row?.['program'] === 'string' ? row['program'].slice(0, 40) : null;
  } catch {
    return null;
  }
}

/**
 * Brings a database to this version, in one transaction, after a copy of it was made beside it; a new, empty one without a copy.
 * Of several processes one does it. Throws AppError disk where it can't be copied, which leaves it as it is.
 */
export function migrate(database: DatabaseSync, file: string): void {
  if (versionOf(database) === SCHEMA.length) return;
  database.exec(`PRAGMA busy_timeout = ${MIGRATION_TIMEOUT_MS}`);
  try {
    const migrated = transaction(database, () => migrateLocked(database, file));
    if (migrated === null) return;
    const { from, copy } = migrated;
    log().info(
      { from, to: SCHEMA.length, copy },
      `The jobs' database was migrated from version ${from} to ${SCHEMA.length}.`,
    );
    removeOlderCopies(file, copy);
  } finally {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

/** Null: there was nothing to copy, or nothing to do. */
function migrateLocked(database: DatabaseSync, file: string): { from: number; copy: string } | null {
  // Another process, also a newer one, may have migrated it while this one waited for the lock.
  refuseNewer(database);
  const from = versionOf(database);
  if (from === SCHEMA.length) return null;
  const copy = isEmpty(database) ? null : copyBeforeMigration(file, from, SCHEMA.length);
  runStatements(database, { file, from, copy });
  return copy === null ? null : { from, copy };
}

function runStatements(
  database: DatabaseSync,
  { file, from, copy }: { file: string; from: number; copy: string | null },
): void {
  try {
    withDatabaseErrors(file, () => {
      for (const statements of SCHEMA.slice(from)) database.exec(statements);
      database.exec(`PRAGMA user_version = ${SCHEMA.length}`);
      database
        .prepare('INSERT INTO migrations (version, from_version, program, at) VALUES (?, ?, ?, ?)')
        .run(SCHEMA.length, from, TOOL.version, new Date().toISOString());
    });
  } catch (cause) {
    if (copy === null || isAppError(cause)) throw cause;
    throw new AppError(
      'unsupported',
      `The jobs' database can't be migrated from version ${from} to ${SCHEMA.length}: ${(cause as Error).message}.`,
      {
        hint: `Nothing was changed. Start the version before again, and report this with the message. A copy of the database is ${copy}.`,
        cause,
        details: { file },
      },
    );
  }
}
