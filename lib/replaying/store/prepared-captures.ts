import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from './database.ts';

/** A captured file, as it was read. Times in nanoseconds since 1970, as digits; null: it has no record. */
export interface PreparedFile {
  path: string;
  server: string;
  bytes: number;
  unpackedBytes: number;
  records: number;
  firstAt: string | null;
  lastAt: string | null;
  broken: number;
  fingerprint: string;
}

/** Captured requests that `prepareCaptures` has read. */
export class PreparedCaptures {
  readonly database: DatabaseSync;
  private readonly spool: number;

  private constructor(database: DatabaseSync, spool: number) {
    this.database = database;
    this.spool = spool;
  }

  static open(folder: string): PreparedCaptures {
    const database = openDatabase(PreparedCaptures.databaseIn(folder));
    try {
      return new PreparedCaptures(database, openSync(PreparedCaptures.spoolIn(folder), 'r'));
    } catch (error) {
      database.close();
      throw error;
    }
  }

  static databaseIn(folder: string): string {
    return join(/* turbopackIgnore: true */ folder, 'requests.sqlite');
  }

  static spoolIn(folder: string): string {
    return join(/* turbopackIgnore: true */ folder, 'requests.bin');
  }

  close(): void {
    this.database.close();
    closeSync(this.spool);
  }

  files(): PreparedFile[] {
    return this.database
      .prepare('SELECT facts FROM file ORDER BY number')
      .all()
      .map(({ facts }) => JSON.parse(String(facts)) as PreparedFile);
  }

  tally(): Record<'records' | 'doubles' | 'answers' | 'cut' | 'malformed' | 'lost', number> {
    const rows = this.database.prepare('SELECT name, count FROM tally').all();
    return Object.fromEntries(rows.map(({ name, count }) => [String(name), Number(count)])) as ReturnType<
      PreparedCaptures['tally']
    >;
  }

  /** A request as captured. The file is local: its page is mostly in the cache, and waiting for a thread takes longer. */
  bytesAt(spool: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length;) {
      const read = readSync(this.spool, bytes, at, length - at, spool + at);
      if (read === 0) throw new Error('The file of captured requests ends early.');
      at += read;
    }
    return bytes;
  }
}
