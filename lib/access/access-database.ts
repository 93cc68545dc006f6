import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { configuration } from '../config/loaded.ts';
import { AppError } from '../errors.ts';
import { touchRegularFileSync } from '../files/regular-file.ts';
import { holdFolder, hasIdentity, isInPlace, fileIdentityOf, refuseMoved, type FileIdentity } from '../held-folders.ts';
import { log } from '../log.ts';
import { makeDirectorySync } from '../make-folder.ts';
import { processGlobal } from '../process-wide.ts';

/**
 * Sessions and failed attempts stand in a file of their own: a damaged or full jobs' database must not lock everybody
 * out of the list of backups. They are not history; where this file is damaged, a new one is begun and people sign in again.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sessions (
    id_hash TEXT PRIMARY KEY, name TEXT NOT NULL, groups TEXT NOT NULL, role TEXT, method TEXT NOT NULL, address TEXT,
    created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, revoked_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS provider_tokens (session TEXT PRIMARY KEY, sealed TEXT NOT NULL, ends_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS approver_sessions (approval TEXT PRIMARY KEY, session TEXT NOT NULL, name TEXT NOT NULL, ends_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS attempts (subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

interface Opened {
  database: DatabaseSync;
  place: FileIdentity;
}

const current = processGlobal('access-database', (): { opened: Opened | null } => ({ opened: null }));

/**
 * The sessions' database. Where its file alone was deleted or replaced, the one that is there now; where the whole data
 * directory was moved, still the one in it: who is signed in stays so, and reads what is wrong. Throws AppError disk.
 */
export function accessDatabase(): DatabaseSync {
  const file = join(configuration().dataDirectory, 'access.sqlite');
  const known = current().opened;
  if (known !== null && (hasIdentity(file, known.place) || !isInPlace(file))) return known.database;
  known?.database.close();
  current().opened = null;
  const fresh = open(file);
  current().opened = fresh;
  return fresh.database;
}

/** The same for what must last: throws AppError disk where the data directory was moved away. */
export function accessToChange(): DatabaseSync {
  refuseMoved(configuration().dataDirectory);
  return accessDatabase();
}

/** Noted before a page is asked for: later another directory may be there. */
const hold = processGlobal('access-directory', () => holdFolder(configuration().dataDirectory));

function open(file: string): Opened {
  makeDirectorySync(configuration().dataDirectory, 0o700);
  hold();
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

function opened(file: string): Opened {
  touchRegularFileSync(file, 0o640); // SQLite would let everybody on the machine read it
  const database = new DatabaseSync(file, { timeout: 1500 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  database.exec(SCHEMA);
  const place = fileIdentityOf(file);
  if (place !== null) return { database, place };
  database.close();
  throw new AppError('disk', 'The sessions’ database went away while it was opened.', { hint: `Look at ${file}.` });
}
