import { ByteWindow } from './byte-window.ts';
import type { Problem } from './found.ts';
import { readRecordHeader, SEPARATOR, type ReadHeader, type RecordHeader } from './record-header.ts';
import { MessageReader, type Message, type ReadMessages, type ReadRecord } from './read-messages.ts';

/** A longer record is skipped. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;

/** All of one record: its whole messages, and what is wrong with the rest. Offsets of messages count in `bytes`. */
export interface SplitRecord {
  /** Of its first byte in the stream. */
  position: number;
  header: RecordHeader | null;
  bytes: Buffer;
  messages: readonly Message[];
  problem: Problem | null;
}

/** The record under way, when a separator was found in its body. */
interface Begun {
  header: RecordHeader;
  headerBytes: number;
  reader: MessageReader;
  /** Bytes of the record without which its body is short. */
  needs: number;
  /** A separator lies in its body. */
  joined: boolean;
}

interface SplitOptions {
  /** The stream begins inside a record whose beginning is missing. */
  beginsInside?: boolean;
  maxRecordBytes?: number;
}

const EMPTY = Buffer.alloc(0);

/**
 * Splits a stream into records. `append` a chunk, then call `next` until it returns null; at the end of the stream call
 * `next(true)` until it returns null, or keep `rest` for the stream that goes on there.
 */
export class RecordSplitter {
  private readonly window = new ByteWindow();
  private readonly maxRecordBytes: number;
  private beginsInside: boolean;
  private begun: Begun | null = null;
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
    return broken(position, null, { kind: 'malformed', why });
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
      if (problem !== null) return this.finish(behind, broken(this.window.position, null, problem));
    }
    const begun = this.begun!;
    const read = this.read(begun, length, false);
    if (read.state === 'done') return this.finish(behind, this.record(begun, read, length));
    this.searched = length;
    const following = this.headerAt(behind);
    const isOpen = following.state === 'incomplete' || this.window.length === behind;
    if (isOpen && !atEnd) return null;
    if (!isOpen && following.state === 'none') {
      this.searched = behind;
      begun.joined = true;
      return 'again';
    }
    const stopped = begun.reader.stop(this.messageBytes(begun, length), !begun.joined);
    return this.finish(behind, this.record(begun, stopped, length));
  }

  /** The bytes up to the end of the stream, which no separator follows. */
  private lastRecord(): SplitRecord | null {
    const { length, position } = this.window;
    if (this.begun === null) {
      const problem = this.begin(length, true);
      if (problem === 'again') return this.next(true);
      if (problem !== null) return this.finish(length, broken(position, null, problem));
    }
    const begun = this.begun!;
    const read = this.read(begun, length, true);
    const stopped = read.state === 'done' ? read : begun.reader.stop(this.messageBytes(begun, length), false);
    return this.finish(length, this.record(begun, stopped, length));
  }

  /** Reads the header. Returns what is wrong with it. 'again': the record begins later than was thought. */
  private begin(length: number, atEnd: boolean): Problem | 'again' | null {
    const read = this.headerAt(0, length);
    const inside = this.beginsInside;
    this.beginsInside = false;
    if (read.state === 'header') {
      const { header } = read;
      const reader = new MessageReader(header.type === 1 ? 'request' : 'answer');
      this.begun = { header, headerBytes: read.length, reader, needs: 0, joined: false };
      return null;
    }
    if (read.state === 'absurd-time')
      return { kind: 'malformed', why: 'Its time is no time in nanoseconds since 1970.' };
    if (inside) {
      const separatorEnd = this.lengthOfSeparatorEnd();
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

  /** A file may have been cut inside a separator: then the next one begins with the separator's end. */
  private lengthOfSeparatorEnd(): number {
    const { bytes, from } = this.window;
    for (let length = SEPARATOR.length - 1; length > 0; length--) {
      const end = SEPARATOR.subarray(SEPARATOR.length - length);
      const isEnd = end.equals(bytes.subarray(from, from + length)) && this.headerAt(length).state === 'header';
      if (isEnd) return length;
    }
    return 0;
  }

  private headerAt(distance: number, end = this.window.length): ReadHeader {
    const { bytes, from } = this.window;
    return readRecordHeader(bytes, from + distance, from + end);
  }

  private read(begun: Begun, length: number, atEnd: boolean): ReadMessages {
    if (length < begun.needs) return { state: 'short', needs: begun.needs };
    const read = begun.reader.read(this.messageBytes(begun, length), atEnd);
    if (read.state === 'short') begun.needs = begun.headerBytes + read.needs;
    return read;
  }

  private messageBytes({ headerBytes }: Begun, length: number): Buffer {
    const { bytes, from } = this.window;
    return bytes.subarray(from + headerBytes, from + length);
  }

  private record(begun: Begun, { messages, problem }: ReadRecord, length: number): SplitRecord {
    const { header } = begun;
    return { position: this.window.position, header, bytes: this.messageBytes(begun, length), messages, problem };
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

const broken = (position: number, header: RecordHeader | null, problem: Problem): SplitRecord => ({
  position,
  header,
  bytes: EMPTY,
  messages: [],
  problem,
});
