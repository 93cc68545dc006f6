import { constants } from 'node:fs';
import { rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { releaseBuffer } from '../buffers.ts';
import { AppError } from '../errors.ts';
import { codeOf } from '../files/file-error.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { makeDirectory } from '../make-folder.ts';

interface Partition {
  chunk: Buffer | null;
  filled: number;
  /** Where its parts are in the file, and their bytes, in turn: numbers alone, since there may be a thousand of each partition. */
  extents: number[];
  /** In the file. */
  bytes: number;
}

/** All chunks together have some 8 MB, however many partitions there are. */
const CHUNKS_BYTES = 8 * 1024 * 1024;
const MOST_CHUNK_BYTES = 64 * 1024;
/** What may wait to be written before a reader has to wait. */
const MAX_PENDING_BYTES = 4 * 1024 * 1024;
const MAX_SPARE = 64;

/**
 * Records of one side in partitions, in one file, so that memory does not grow with their number: each partition has one chunk in
 * memory. The file has no name once it is open, so nothing is left of it, however the process ends. Throws `disk`.
 */
export class SpillFile {
  /** See `reserve`. */
  reservedAt = 0;
  private readonly partitions: Partition[];
  private readonly chunkBytes: number;
  private readonly file: FileHandle;
  private readonly path: string;
  private readonly spare: Buffer[] = [];
  private end = 0;
  private pendingBytes = 0;
  private writes: Promise<void> = Promise.resolve();
  private failure: unknown = null;

  private constructor(file: FileHandle, path: string, partitions: number) {
    this.file = file;
    this.path = path;
    this.chunkBytes = Math.min(MOST_CHUNK_BYTES, Math.ceil(CHUNKS_BYTES / partitions));
    this.partitions = Array.from({ length: partitions }, () => ({ chunk: null, filled: 0, extents: [], bytes: 0 }));
  }

  static async create(directory: string, name: string, partitions: number): Promise<SpillFile> {
    const path = join(/* turbopackIgnore: true */ directory, name);
    try {
      await makeDirectory(directory, 0o700);
      await rm(path, { force: true });
      const file = await openRegularFile(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, {
        mode: 0o600,
      });
      await rm(path, { force: true }).catch(async (error: unknown) => {
        await file.close();
        throw error;
      });
      return new SpillFile(file, path, partitions);
    } catch (error) {
      throw diskError(error, path);
    }
  }

  get count(): number {
    return this.partitions.length;
  }

  /** Room for a record of `bytes` in the partition of its key's hash: the chunk that is returned, from `reservedAt` on. */
  reserve(keyHash: number, bytes: number): Buffer {
    const partition = this.partitions[partitionOf(keyHash, this.partitions.length)]!;
    if (partition.chunk !== null && partition.filled + bytes > partition.chunk.length) this.flush(partition);
    partition.chunk ??= this.newChunk(bytes);
    this.reservedAt = partition.filled;
    partition.filled += bytes;
    return partition.chunk;
  }

  /** A promise where the disk is behind; null: go on. */
  drain(): Promise<void> | null {
    if (this.failure !== null) return Promise.reject(this.failure as Error);
    return this.pendingBytes > MAX_PENDING_BYTES ? this.settle() : null;
  }

  /** The size of a partition in bytes. */
  bytesOf(index: number): number {
    const { bytes, filled } = this.partitions[index]!;
    return bytes + filled;
  }

  /** Reads a partition to `at` of the target, which has room for it. Call `settle` first. */
  async read(index: number, target: Buffer, at: number): Promise<void> {
    const { chunk, extents, filled } = this.partitions[index]!;
    let to = at;
    for (let extent = 0; extent < extents.length; extent += 2) {
      const bytes = extents[extent + 1]!;
      await this.readExtent(extents[extent]!, bytes, target, to);
      to += bytes;
    }
    chunk?.copy(target, to, 0, filled);
  }

  /** Waits until everything is written that does not stay in memory. */
  async settle(): Promise<void> {
    await this.writes;
    if (this.failure !== null) throw this.failure as Error;
  }

  /** Never throws. */
  async close(): Promise<void> {
    await this.writes;
    await this.file.close().catch(() => undefined);
    for (const { chunk } of this.partitions) if (chunk !== null) releaseBuffer(chunk);
    for (const chunk of this.spare) releaseBuffer(chunk);
    this.partitions.length = this.spare.length = 0;
  }

  private newChunk(bytes: number): Buffer {
    if (bytes > this.chunkBytes) return Buffer.allocUnsafeSlow(bytes);
    return this.spare.pop() ?? Buffer.allocUnsafeSlow(this.chunkBytes);
  }

  private flush(partition: Partition): void {
    const { chunk, filled } = partition;
    if (chunk === null) return;
    const at = this.end;
    this.end += filled;
    this.pendingBytes += filled;
    partition.extents.push(at, filled);
    partition.bytes += filled;
    partition.chunk = null;
    partition.filled = 0;
    this.writes = this.writes.then(() => this.write(chunk, filled, at));
  }

  private async write(chunk: Buffer, bytes: number, at: number): Promise<void> {
    try {
      if (this.failure === null)
        for (let written = 0; written < bytes;)
          written += (await this.file.write(chunk, written, bytes - written, at + written)).bytesWritten;
    } catch (error) {
      this.failure = diskError(error, this.path);
    }
    this.pendingBytes -= bytes;
    if (chunk.length === this.chunkBytes && this.spare.length < MAX_SPARE) this.spare.push(chunk);
    else releaseBuffer(chunk);
  }

  private async readExtent(at: number, bytes: number, target: Buffer, to: number): Promise<void> {
    for (let done = 0; done < bytes;) {
      const { bytesRead } = await this.file.read(target, to + done, bytes - done, at + done).catch((error: unknown) => {
        throw diskError(error, this.path);
      });
      if (bytesRead === 0) throw new AppError('disk', `${this.path} is shorter than what was written to it.`);
      done += bytesRead;
    }
  }
}

/** Not by the low bits of the hash, which find its place in a table of the partition. */
const partitionOf = (keyHash: number, partitions: number): number =>
  (Math.imul(keyHash, 0x9e3779b1) >>> 0) % partitions;

/** `path`: of a file of a comparison. */
export function diskError(error: unknown, path: string): unknown {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  return new AppError(
    'disk',
    code === 'ENOSPC' || code === 'EDQUOT'
      ? `The disk of the data directory is full (${path}).`
      : `${path} can’t be written (${code ?? String(error)}).`,
    {
      cause: error,
      hint: 'A comparison needs about 100 bytes for each document there. Free space, then compare again.',
    },
  );
}
