import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from './database.ts';

const WINDOW_BYTES = 256 * 1024;

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
  private window: Buffer = Buffer.alloc(0);
  private windowAt = 0;

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

  /** Of all records, in nanoseconds since 1970; null: there is none. */
  firstAt(): bigint | null {
    return this.times()[0] ?? null;
  }

  lastAt(): bigint | null {
    return this.times().at(-1) ?? null;
  }

  private times(): bigint[] {
    return this.files()
      .flatMap(({ firstAt, lastAt }) => (firstAt === null || lastAt === null ? [] : [BigInt(firstAt), BigInt(lastAt)]))
      .sort((left, right) => (left < right ? -1 : 1));
  }

  tally(): Record<'records' | 'doubles' | 'answers' | 'cut' | 'malformed' | 'lost', number> {
    const rows = this.database.prepare('SELECT name, count FROM tally').all();
    return Object.fromEntries(rows.map(({ name, count }) => [String(name), Number(count)])) as ReturnType<
      PreparedCaptures['tally']
    >;
  }

  /** A request as captured. Most lie close behind the one before: a part of the file is read at a time. */
  bytesAt(spool: number, length: number): Buffer {
    const at = spool - this.windowAt;
    if (at >= 0 && at + length <= this.window.length) return this.window.subarray(at, at + length);
    if (length > WINDOW_BYTES) return this.read(spool, length, length);
    this.windowAt = spool;
    // A new one: earlier requests may still be in flight.
    this.window = this.read(spool, length, WINDOW_BYTES);
    return this.window.subarray(0, length);
  }

  /** At least `least` bytes, at most `most`. The file is local: waiting for a thread would take longer. */
  private read(from: number, least: number, most: number): Buffer {
    const bytes = Buffer.allocUnsafe(most);
    let filled = 0;
    while (filled < most) {
      const read = readSync(this.spool, bytes, filled, most - filled, from + filled);
      if (read === 0) break;
      filled += read;
    }
    if (filled < least) throw new Error('The file of captured requests ends early.');
    return bytes.subarray(0, filled);
  }
}
