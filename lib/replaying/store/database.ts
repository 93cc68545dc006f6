import { DatabaseSync } from 'node:sqlite';

/**
 * What a capture holds, in a file that is only read once it is complete. Times are nanoseconds since 1970. `place`: the
 * record's offset in its unpacked file. `spool`, `length`: where the request's bytes are in the spool file; null: it is
 * never sent. `keys`: 8 bytes for each document (`keyOf`).
 */
const SCHEMA = `
  CREATE TABLE file (number INTEGER PRIMARY KEY, facts TEXT NOT NULL);
  CREATE TABLE request (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL, file INTEGER NOT NULL, place INTEGER NOT NULL, part INTEGER NOT NULL,
    id TEXT NOT NULL, digest BLOB NOT NULL UNIQUE, method TEXT NOT NULL, target TEXT NOT NULL,
    class TEXT NOT NULL, own INTEGER NOT NULL,
    pattern TEXT, indices TEXT, everything INTEGER, repeatable INTEGER, bulk INTEGER, external INTEGER,
    documents INTEGER, deletes INTEGER, deletes_many INTEGER, keys BLOB, spool INTEGER, length INTEGER,
    answer INTEGER, refused_items TEXT
  );
  CREATE TABLE answer (
    id TEXT NOT NULL, server TEXT NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL, refused_items TEXT,
    PRIMARY KEY (id, at, status)
  ) WITHOUT ROWID;
  CREATE TABLE touched (key BLOB NOT NULL, request INTEGER NOT NULL);
  CREATE TABLE not_whole (kind TEXT NOT NULL, file INTEGER NOT NULL, place INTEGER NOT NULL, why TEXT NOT NULL);
  CREATE TABLE tally (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
`;

/** Made once all rows are there: an index that grows with them is slower. */
const INDICES = `
  CREATE INDEX request_by_id ON request (id);
  CREATE INDEX request_in_order ON request (at, file, place, part);
  CREATE INDEX touched_by_request ON touched (request);
`;

/** A scratch file: it is made again if the machine stops. */
export function createDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; BEGIN');
  database.exec(SCHEMA);
  return database;
}

export const addIndices = (database: DatabaseSync): void => database.exec(INDICES);

/** What is decided of the requests is in a temporary table, which ends with the connection. */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec('PRAGMA temp_store = FILE');
  return database;
}
