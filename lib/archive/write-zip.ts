import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import type { NewFile } from '../files/files.ts';
import { PieceCompressor } from './compress.ts';
import {
  CENTRAL_BYTES,
  CENTRAL_HEADER,
  DEFLATED,
  END,
  END_BYTES,
  FLAG_UTF8,
  LOCAL_BYTES,
  LOCAL_HEADER,
  MAX32,
  PADDING_EXTRA,
  SEAL_PREFIX,
  STORED,
  ZIP64_END,
  ZIP64_END_BYTES,
  ZIP64_EXTRA,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_BYTES,
  type ZipEntry,
} from './zip-layout.ts';

/** What may wait to be written to the disk: it works while documents still come in, instead of behind the last of them. */
const UNSYNCED_BYTES = 16 * 1024 * 1024;

/** An entry whose bytes arrive in pieces. */
export interface EntryStream {
  write(piece: Buffer): Promise<void>;
  end(): Promise<{ bytes: number; sha256: string }>;
}

/**
 * Writes a zip into a file from its start, sizes in the headers before the data (old readers of the dump format don't
 * know sizes that follow), ZIP64 where a size or an offset needs it, and the seal at its end.
 */
export class ZipWriter {
  private offset = 0;
  private readonly entries: ZipEntry[] = [];
  private readonly seal = createHash('sha256');
  private readonly file: NewFile;
  private readonly time: { time: number; date: number };
  private syncedTo = 0;
  private syncing: Promise<void> | null = null;
  private failure: { error: unknown } | null = null;

  constructor(file: NewFile, at: Date) {
    this.file = file;
    this.time = dosTime(at);
  }

  get fileBytes(): number {
    return this.offset;
  }

  /** A small entry, whole. */
  async add(name: string, content: Buffer): Promise<void> {
    const data = deflateRawSync(content, { level: 6 });
    const entry: ZipEntry = {
      name,
      method: DEFLATED,
      crc: crc32(content),
      compressedBytes: data.length,
      bytes: content.length,
      offset: this.offset,
      flags: FLAG_UTF8,
      ...this.time,
    };
    const header = localHeader(entry, false);
    this.seal.update(header).update(createHash('sha256').update(data).digest());
    await this.append(Buffer.concat([header, data]));
    this.entries.push(entry);
  }

  /** One entry in pieces; its header is written again when its sizes are known. `end` it before anything else. `release` gets each piece back. */
  async open(name: string, level: number, release: (piece: Buffer) => void = () => undefined): Promise<EntryStream> {
    const entry: ZipEntry = {
      name,
      method: level === 0 ? STORED : DEFLATED,
      crc: 0,
      compressedBytes: 0,
      bytes: 0,
      offset: this.offset,
      flags: FLAG_UTF8,
      ...this.time,
    };
    await this.append(localHeader(entry, true));
    const data = level === 0 ? null : createHash('sha256');
    const pieces = new PieceCompressor(
      level,
      async (bytes) => {
        data?.update(bytes);
        await this.append(bytes);
      },
      release,
    );
    return {
      write: (piece) => pieces.write(piece),
      end: async () => {
        const sha256 = await pieces.end();
        entry.crc = pieces.crc;
        entry.bytes = pieces.bytes;
        entry.compressedBytes = pieces.compressedBytes;
        const header = localHeader(entry, true);
        await this.file.write(header, entry.offset);
        this.seal.update(header).update(data === null ? Buffer.from(sha256, 'hex') : data.digest());
        this.entries.push(entry);
        return { bytes: entry.bytes, sha256 };
      },
    };
  }

  /** The table of contents and the seal; the file is complete, and on the disk. */
  async finish(): Promise<void> {
    const start = this.offset;
    const table = Buffer.concat(this.entries.map(centralHeader));
    const end = endRecords(this.entries.length, table.length, start);
    this.seal.update(table).update(end);
    const seal = Buffer.from(SEAL_PREFIX + this.seal.digest('hex'), 'latin1');
    end.writeUInt16LE(seal.length, end.length - 2);
    await this.append(Buffer.concat([table, end, seal]));
    await this.syncing;
    this.throwFailure();
    await this.file.sync();
  }

  private async append(bytes: Buffer): Promise<void> {
    this.throwFailure();
    await this.file.write(bytes, this.offset);
    this.offset += bytes.length;
    if (this.syncing === null && this.offset - this.syncedTo >= UNSYNCED_BYTES) this.syncBehind();
  }

  /** Linux tells of a write that failed behind our back once, to the first sync that asks: it is kept, and told by whatever comes next. */
  private syncBehind(): void {
    this.syncedTo = this.offset;
    this.syncing = this.file
      .datasync()
      .catch((error: unknown) => void (this.failure ??= { error }))
      .finally(() => (this.syncing = null));
  }

  private throwFailure(): void {
    if (this.failure !== null) throw this.failure.error;
  }
}

const isLarge = (entry: ZipEntry) => entry.bytes >= MAX32 || entry.compressedBytes >= MAX32;
const versionNeeded = (large: boolean) => (large ? 45 : 20);

/** `reserve`: keep room for ZIP64 sizes, so that the header written again is as long as the first. */
function localHeader(entry: ZipEntry, reserve: boolean): Buffer {
  const name = Buffer.from(entry.name, 'utf8');
  const large = isLarge(entry);
  const header = Buffer.alloc(LOCAL_BYTES + name.length + (reserve ? 20 : 0));
  header.writeUInt32LE(LOCAL_HEADER, 0);
  header.writeUInt16LE(versionNeeded(large), 4);
  header.writeUInt16LE(entry.flags, 6);
  header.writeUInt16LE(entry.method, 8);
  header.writeUInt16LE(entry.time, 10);
  header.writeUInt16LE(entry.date, 12);
  header.writeUInt32LE(entry.crc, 14);
  header.writeUInt32LE(large ? MAX32 : entry.compressedBytes, 18);
  header.writeUInt32LE(large ? MAX32 : entry.bytes, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(reserve ? 20 : 0, 28);
  name.copy(header, LOCAL_BYTES);
  if (reserve) {
    const extra = LOCAL_BYTES + name.length;
    header.writeUInt16LE(large ? ZIP64_EXTRA : PADDING_EXTRA, extra);
    header.writeUInt16LE(16, extra + 2);
    if (large) {
      header.writeBigUInt64LE(BigInt(entry.bytes), extra + 4);
      header.writeBigUInt64LE(BigInt(entry.compressedBytes), extra + 12);
    }
  }
  return header;
}

function centralHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name, 'utf8');
  const large: bigint[] = [];
  const field = (value: number): number => {
    if (value < MAX32) return value;
    large.push(BigInt(value));
    return MAX32;
  };
  // The order of the ZIP64 values is the order of the fields: size, compressed size, offset.
  const bytes = field(entry.bytes);
  const compressedBytes = field(entry.compressedBytes);
  const offset = field(entry.offset);
  const extraBytes = large.length === 0 ? 0 : 4 + 8 * large.length;
  const header = Buffer.alloc(CENTRAL_BYTES + name.length + extraBytes);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE((3 << 8) | 45, 4); // made on Unix
  header.writeUInt16LE(versionNeeded(isLarge(entry)), 6);
  header.writeUInt16LE(entry.flags, 8);
  header.writeUInt16LE(entry.method, 10);
  header.writeUInt16LE(entry.time, 12);
  header.writeUInt16LE(entry.date, 14);
  header.writeUInt32LE(entry.crc, 16);
  header.writeUInt32LE(compressedBytes, 20);
  header.writeUInt32LE(bytes, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extraBytes, 30);
  header.writeUInt32LE((0o100640 << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  name.copy(header, CENTRAL_BYTES);
  let at = CENTRAL_BYTES + name.length;
  if (extraBytes > 0) {
    header.writeUInt16LE(ZIP64_EXTRA, at);
    header.writeUInt16LE(8 * large.length, at + 2);
    at += 4;
    for (const value of large) at = header.writeBigUInt64LE(value, at);
  }
  return header;
}

/** The end record, after the ZIP64 ones where the table lies beyond 4 GiB; comment length still zero. */
function endRecords(entries: number, tableBytes: number, tableStart: number): Buffer {
  const zip64 = tableStart >= MAX32;
  const end = Buffer.alloc((zip64 ? ZIP64_END_BYTES + ZIP64_LOCATOR_BYTES : 0) + END_BYTES);
  let at = 0;
  if (zip64) {
    end.writeUInt32LE(ZIP64_END, 0);
    end.writeBigUInt64LE(BigInt(ZIP64_END_BYTES - 12), 4);
    end.writeUInt16LE((3 << 8) | 45, 12);
    end.writeUInt16LE(45, 14);
    end.writeBigUInt64LE(BigInt(entries), 24);
    end.writeBigUInt64LE(BigInt(entries), 32);
    end.writeBigUInt64LE(BigInt(tableBytes), 40);
    end.writeBigUInt64LE(BigInt(tableStart), 48);
    end.writeUInt32LE(ZIP64_LOCATOR, 56);
    end.writeBigUInt64LE(BigInt(tableStart + tableBytes), 64);
    end.writeUInt32LE(1, 72);
    at = ZIP64_END_BYTES + ZIP64_LOCATOR_BYTES;
  }
  end.writeUInt32LE(END, at);
  end.writeUInt16LE(entries, at + 8);
  end.writeUInt16LE(entries, at + 10);
  end.writeUInt32LE(tableBytes, at + 12);
  end.writeUInt32LE(zip64 ? MAX32 : tableStart, at + 16);
  return end;
}

/** MS-DOS time: two-second steps, from 1980; UTC. */
function dosTime(at: Date): { time: number; date: number } {
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: ((Math.max(1980, at.getUTCFullYear()) - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  };
}
