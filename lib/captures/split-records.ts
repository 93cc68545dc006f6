import { BegunRecord } from './begun-record.ts';
import { ByteWindow } from './byte-window.ts';
import type { Problem } from './found.ts';
import type { ReadRecord } from './read-messages.ts';
import { lengthOfSeparatorEnd, readRecordHeader, SEPARATOR, type ReadHeader } from './record-header.ts';
import { brokenRecord, type SplitRecord } from './split-record.ts';

/** A longer record is skipped. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;

interface SplitOptions {
  /** The stream begins inside a record whose beginning is missing. */
  beginsInside?: boolean;
  maxRecordBytes?: number;
}

/**
 * Splits a stream into records. `append` a chunk, then call `next` until it returns null; at the end of the stream call
 * `next(true)` until it returns null, or keep `rest` for the stream that goes on there.
 */
export class RecordSplitter {
  private readonly window = new ByteWindow();
  private readonly maxRecordBytes: number;
  private beginsInside: boolean;
  private begun: BegunRecord | null = null;
  /** Distance from the record's beginning to where the next separator is looked for. */
  private searched = 0;
  /** The position of a record that is too long. */
  private skipping: number | null = null;

  constructor({ beginsInside = false, maxRecordBytes = MAX_RECORD_BYTES }: SplitOptions = {}) {
    this.beginsInside = beginsInside;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Of the first byte in the stream that was not returned as part of a record. */
  get position(): number {
    return this.window.position;
  }

  append(chunk: Buffer): void {
    this.window.append(chunk);
  }

  next(atEnd = false): SplitRecord | null {
    for (;;) {
      const { window } = this;
      const found = window.bytes.subarray(window.from + this.searched, window.to).indexOf(SEPARATOR);
      const length = found === -1 ? null : this.searched + found;
      if (this.skipping !== null) {
        const skipped = this.skip(length, atEnd);
        if (skipped !== 'again') return skipped;
        continue;
      }
      if ((length ?? window.length) > this.maxRecordBytes) {
        this.skipping = window.position;
        continue;
      }
      if (length === null) {
        if (atEnd) return window.length === 0 ? null : this.lastRecord();
        this.searched = Math.max(this.searched, window.length - SEPARATOR.length + 1, 0);
        return null;
      }
      const record = this.recordUpTo(length, atEnd);
      if (record !== 'again') return record;
    }
  }

  /**
   * The beginning of a record that goes on behind the end of the stream. It is copied: its chunk can be freed. Null: there is
   * none, or it is too long already.
   */
  rest(): { position: number; bytes: Buffer } | null {
    const { bytes, from, to, position, length } = this.window;
    if (length === 0 || this.skipping !== null) return null;
    return { position, bytes: Buffer.from(bytes.subarray(from, to)) };
  }

  private skip(length: number | null, atEnd: boolean): SplitRecord | null | 'again' {
    const { window } = this;
    if (length === null) {
      window.discard(Math.max(0, atEnd ? window.length : window.length - SEPARATOR.length + 1));
      this.searched = 0;
      if (!atEnd) return null;
    } else window.discard(length + SEPARATOR.length);
    const position = this.skipping!;
    this.startOver();
    const why = `It is longer than ${this.maxRecordBytes / MEBIBYTE} MiB.`;
    return brokenRecord(position, { kind: 'malformed', why });
  }

  /** There is a separator `length` bytes behind the record's beginning. Null: it takes more bytes to say whether it ends there. */
  private recordUpTo(length: number, atEnd: boolean): SplitRecord | null | 'again' {
    const behind = length + SEPARATOR.length;
    if (this.begun === null && length === 0) {
      this.window.discard(behind);
      return 'again';
    }
    if (this.begun === null) {
      const problem = this.begin(length, false);
      if (problem === 'again') return 'again';
      if (problem !== null) return this.finish(behind, brokenRecord(this.window.position, problem));
    }
    const begun = this.begun!;
    const bytes = this.firstBytes(length);
    const read = begun.read(bytes, false);
    if (read !== null) return this.finish(behind, this.record(begun, read, bytes));
    this.searched = length;
    const following = this.headerAt(behind);
    const isOpen = following.state === 'incomplete' || this.window.length === behind;
    if (isOpen && !atEnd) return null;
    if (!isOpen && following.state === 'none') {
      this.searched = behind;
      begun.joined = true;
      return 'again';
    }
    return this.finish(behind, this.record(begun, begun.stop(bytes, !begun.joined), bytes));
  }

  /** The bytes up to the end of the stream, which no separator follows. */
  private lastRecord(): SplitRecord | null {
    const { length, position } = this.window;
    if (this.begun === null) {
      const problem = this.begin(length, true);
      if (problem === 'again') return this.next(true);
      if (problem !== null) return this.finish(length, brokenRecord(position, problem));
    }
    const begun = this.begun!;
    const bytes = this.firstBytes(length);
    return this.finish(length, this.record(begun, begun.read(bytes, true) ?? begun.stop(bytes, false), bytes));
  }

  /** Reads the header. Returns what is wrong with it. 'again': the record begins later than was thought. */
  private begin(length: number, atEnd: boolean): Problem | 'again' | null {
    const read = this.headerAt(0, length);
    const inside = this.beginsInside;
    this.beginsInside = false;
    if (read.state === 'header') {
      this.begun = new BegunRecord(read.header, read.length);
      return null;
    }
    if (read.state === 'absurd-time')
      return { kind: 'malformed', why: 'Its time is no time in nanoseconds since 1970.' };
    if (inside) {
      const { bytes, from, to } = this.window;
      const separatorEnd = lengthOfSeparatorEnd(bytes, from, to);
      if (separatorEnd > 0) {
        this.window.discard(separatorEnd);
        this.searched = 0;
        return 'again';
      }
      return { kind: 'cut', why: 'Its beginning is in another file.' };
    }
    return atEnd && read.state === 'incomplete'
      ? { kind: 'cut', why: 'The file ends inside the header of a record.' }
      : { kind: 'malformed', why: 'It has no record header.' };
  }

  private headerAt(distance: number, end = this.window.length): ReadHeader {
    const { bytes, from } = this.window;
    return readRecordHeader(bytes, from + distance, from + end);
  }

  private firstBytes(length: number): Buffer {
    const { bytes, from } = this.window;
    return bytes.subarray(from, from + length);
  }

  private record(begun: BegunRecord, { messages, problem }: ReadRecord, bytes: Buffer): SplitRecord {
    const { position } = this.window;
    return { position, header: begun.header, bytes: begun.messagesIn(bytes), messages, problem };
  }

  private finish(discard: number, record: SplitRecord): SplitRecord {
    this.window.discard(discard);
    this.startOver();
    return record;
  }

  private startOver(): void {
    [this.begun, this.searched, this.skipping] = [null, 0, null];
    this.beginsInside = false;
  }
}
