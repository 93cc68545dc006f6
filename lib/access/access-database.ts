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
 * Sessions and failed attempts have their own file: users can sign in and see the list of backups even if the jobs'
 * database is damaged or full. A damaged file is replaced by an empty one, and users sign in again: it has no history.
 *
 * Times are milliseconds since 1970. `id_hash` and `session` are the hash of an id that only a browser has (random-id.ts).
 * `sealed` is encrypted (token-encryption.ts).
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sessions (
    id_hash TEXT PRIMARY KEY, name TEXT NOT NULL, groups TEXT NOT NULL, role TEXT, method TEXT NOT NULL, address TEXT,
    created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, revoked_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS pending_sign_ins (
    id_hash TEXT PRIMARY KEY, network TEXT NOT NULL, state TEXT NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL,
    return_path TEXT NOT NULL, started_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS pending_sign_ins_by_network ON pending_sign_ins (network, started_at);
  CREATE INDEX IF NOT EXISTS pending_sign_ins_by_start ON pending_sign_ins (started_at);
  CREATE TABLE IF NOT EXISTS provider_tokens (session TEXT PRIMARY KEY, sealed TEXT NOT NULL, ends_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS approver_sessions (approval TEXT PRIMARY KEY, session TEXT NOT NULL, name TEXT NOT NULL, ends_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS attempts (subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Primary result codes of SQLite. */
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

interface Opened {
  database: DatabaseSync;
  place: FileIdentity;
}

const current = processGlobal('access-database', (): { opened: Opened | null } => ({ opened: null }));

/**
 * The sessions' database. If its file alone was deleted or replaced: the file that is there now. If the whole data directory
 * was moved: still the open one, so that people who are signed in can read what is wrong. Throws AppError disk.
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

/** The same, to write what must not be lost. Throws AppError disk also where the data directory was moved away. */
export function accessDatabaseToWrite(): DatabaseSync {
  refuseMoved(configuration().dataDirectory);
  return accessDatabase();
}

/** Once, before the first page is answered: later another directory may be in its place. */
const holdDirectory = processGlobal('access-directory', () => holdFolder(configuration().dataDirectory));

/** A damaged file is renamed, and a new one made. */
function open(file: string): Opened {
  makeDirectorySync(configuration().dataDirectory, 0o700);
  holdDirectory();
  try {
    return openDatabase(file);
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    const damaged = errcode !== undefined && [CORRUPT, NOT_A_DATABASE].includes(errcode & 0xff);
    if (!damaged) throw error;
    const aside = `${file}.damaged-${Date.now()}`;
    renameSync(file, aside);
    log().error(
      { aside },
      'The sessions’ database was damaged; a new one is created, and everybody must sign in again.',
    );
    return openDatabase(file);
  }
}

function openDatabase(file: string): Opened {
  // SQLite would make it readable for everybody on the machine.
  touchRegularFileSync(file, 0o640);
  const database = new DatabaseSync(file, { timeout: 1500 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  database.exec(SCHEMA);
  const place = fileIdentityOf(file);
  if (place !== null) return { database, place };
  database.close();
  throw new AppError('disk', 'The sessions’ database was removed while it was opened.', { hint: `Check ${file}.` });
}
