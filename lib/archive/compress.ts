import { constants, crc32, deflateRaw } from 'node:zlib';
import { createHash } from 'node:crypto';
import { releaseIfUnpooled } from '../buffers.ts';

/** Writes the next bytes of an entry's data. */
type Sink = (bytes: Buffer) => Promise<void>;

/** Four threads of the pool work, and two more pieces are queued so that none of them is idle. */
const MAX_IN_FLIGHT = 6;

const FINAL_EMPTY_BLOCK = Buffer.from([0x03, 0x00]);

/**
 * Deflates pieces of about a megabyte in parallel in the thread pool, each into blocks of its own that end on a byte
 * boundary, and writes them in order: one valid deflate stream, from several cores. Level 0 copies.
 */
export class PieceCompressor {
  bytes = 0;
  compressedBytes = 0;
  crc = 0;
  private readonly inFlight: Promise<void>[] = [];
  private failure: { error: unknown } | null = null;
  private readonly contentHash = createHash('sha256');
  private readonly level: number;
  private readonly sink: Sink;
  private readonly release: (piece: Buffer) => void;
  private readonly maxInFlight: number;

  /** `release` is called with each piece when it is no longer read. */
  constructor(level: number, sink: Sink, release: (piece: Buffer) => void, maxInFlight = MAX_IN_FLIGHT) {
    this.level = level;
    this.sink = sink;
    this.release = release;
    this.maxInFlight = maxInFlight;
  }

  /** Owns the piece until `release`. Resolves when there is room for another. Throws the failure of an earlier piece. */
  async write(piece: Buffer): Promise<void> {
    this.throwFailure();
    this.bytes += piece.length;
    this.crc = crc32(piece, this.crc);
    this.contentHash.update(piece);
    const deflated = this.level === 0 ? Promise.resolve(piece) : deflatePiece(piece, this.level);
    deflated.catch(() => undefined);
    const previous = this.inFlight.at(-1) ?? Promise.resolve();
    this.inFlight.push(previous.then(() => this.writeOut(piece, deflated)));
    while (this.inFlight.length > this.maxInFlight) await this.awaitOldest();
    this.throwFailure();
  }

  /** Resolves when everything is written, with the SHA-256 of the uncompressed bytes, as hex. */
  async end(): Promise<string> {
    while (this.inFlight.length > 0) await this.awaitOldest();
    this.throwFailure();
    if (this.level !== 0) {
      await this.sink(FINAL_EMPTY_BLOCK);
      this.compressedBytes += FINAL_EMPTY_BLOCK.length;
    }
    return this.contentHash.digest('hex');
  }

  private async awaitOldest(): Promise<void> {
    await this.inFlight[0];
    this.inFlight.shift();
  }

  /** Never throws: the next `write`, or `end`, throws the failure. */
  private async writeOut(piece: Buffer, deflated: Promise<Buffer>): Promise<void> {
    try {
      const bytes = await deflated;
      if (this.failure !== null) return;
      await this.sink(bytes);
      this.compressedBytes += bytes.length;
      if (bytes !== piece) releaseIfUnpooled(bytes);
    } catch (error) {
      this.failure ??= { error };
    } finally {
      this.release(piece);
    }
  }

  private throwFailure(): void {
    if (this.failure !== null) throw this.failure.error;
  }
}

function deflatePiece(piece: Buffer, level: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    deflateRaw(piece, { level, finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 512 * 1024 }, (error, result) =>
      error ? reject(error) : resolve(result),
    );
  });
}
