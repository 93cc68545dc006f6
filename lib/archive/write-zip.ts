import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import { PieceCompressor } from './compress.ts';
import type { NewBackupFile } from './new-backup-file.ts';
import { DEFLATED, FLAG_UTF8, SEAL_PREFIX, STORED, type ZipEntry } from './zip-layout.ts';
import { centralHeader, dosTime, endRecords, localHeader } from './zip-records.ts';

/** The most that is not synced yet: the disk writes while documents still arrive, not only after the last of them. */
const MAX_UNSYNCED_BYTES = 16 * 1024 * 1024;

type ZipTarget = Pick<NewBackupFile, 'write' | 'flush' | 'finish'>;

/** An entry whose bytes arrive in pieces. */
export interface EntryStream {
  write(piece: Buffer): Promise<void>;
  end(): Promise<{ bytes: number; sha256: string }>;
}

/**
 * Writes a zip file: sizes in the headers before the data (old readers of the dump format don't support sizes that follow),
 * ZIP64 where a size or an offset needs it, and the seal at its end.
 */
export class ZipWriter {
  private offset = 0;
  private readonly entries: ZipEntry[] = [];
  private readonly seal = createHash('sha256');
  private readonly file: ZipTarget;
  private readonly time: { time: number; date: number };
  private syncedTo = 0;
  private syncing: Promise<void> | null = null;
  private failure: { error: unknown } | null = null;

  constructor(file: ZipTarget, at: Date) {
    this.file = file;
    this.time = dosTime(at);
  }

  get fileBytes(): number {
    return this.offset;
  }

  /** Writes a small entry. */
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

  /**
   * Opens an entry that is written in pieces. Its header is rewritten by `end`, which must come before any other call.
   * `release` is called with each piece when it is written.
   */
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
    await this.append(localHeader(entry, true), { provisional: true });
    const dataHash = level === 0 ? null : createHash('sha256');
    const pieces = new PieceCompressor(
      level,
      async (bytes) => {
        dataHash?.update(bytes);
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
        this.seal.update(header).update(dataHash === null ? Buffer.from(sha256, 'hex') : dataHash.digest());
        this.entries.push(entry);
        return { bytes: entry.bytes, sha256 };
      },
    };
  }

  /** Writes the table of contents and the seal, and finishes the file. */
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
    await this.file.finish();
  }

  private async append(bytes: Buffer, options?: { provisional: boolean }): Promise<void> {
    this.throwFailure();
    await this.file.write(bytes, this.offset, options);
    this.offset += bytes.length;
    if (this.syncing === null && this.offset - this.syncedTo >= MAX_UNSYNCED_BYTES) this.syncInBackground();
  }

  /** Linux reports a failed write-back only once, to the first sync after it. The failure is saved, and the next call throws it. */
  private syncInBackground(): void {
    this.syncedTo = this.offset;
    this.syncing = this.file
      .flush()
      .catch((error: unknown) => void (this.failure ??= { error }))
      .finally(() => (this.syncing = null));
  }

  private throwFailure(): void {
    if (this.failure !== null) throw this.failure.error;
  }
}
