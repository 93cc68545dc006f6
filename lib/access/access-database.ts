import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { configuration } from '../config/loaded.ts';
import { touchOrdinarySync } from '../files/ordinary-file.ts';
import { log } from '../log.ts';
import { makeFolderSync } from '../make-folder.ts';
import { processWide } from '../process-wide.ts';

/**
 * Sessions and failed attempts stand in a file of their own: a damaged or full jobs' database must not lock everybody
 * out of the list of backups. They are not history; where this file is damaged, a new one is begun and people sign in again.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sessions (
    id_hash TEXT PRIMARY KEY, name TEXT NOT NULL, groups TEXT NOT NULL, role TEXT, method TEXT NOT NULL, address TEXT,
    created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, revoked_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS attempts (subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

export const accessDatabase = processWide('access-database', () =>
  open(join(configuration().dataDirectory, 'access.sqlite')),
);

function open(file: string): DatabaseSync {
  makeFolderSync(configuration().dataDirectory, 0o700);
  try {
    return opened(file);
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    const damaged = errcode !== undefined && ((errcode & 0xff) === 11 || (errcode & 0xff) === 26);
    if (!damaged) throw error;
    const aside = `${file}.damaged-${Date.now()}`;
    renameSync(file, aside);
    log().error({ aside }, 'The sessions’ database was damaged; a new one is begun, and everybody signs in again.');
    return opened(file);
  }
}

function opened(file: string): DatabaseSync {
  touchOrdinarySync(file, 0o640); // SQLite would let everybody on the machine read it
  const database = new DatabaseSync(file, { timeout: 1500 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  database.exec(SCHEMA);
  return database;
}
