import { constants, crc32, deflateRaw } from 'node:zlib';
import { createHash } from 'node:crypto';
import { releaseIfUnpooled } from '../buffers.ts';

/** One piece of an entry: what goes into the file, and what it inflates to. */
type Sink = (bytes: Buffer) => Promise<void>;

/** The thread pool works on four; two more wait, so that none of its threads does. */
const MOST_IN_FLIGHT = 6;

const FINAL_EMPTY_BLOCK = Buffer.from([0x03, 0x00]);

/**
 * Deflates pieces of about a megabyte side by side in the thread pool, each as blocks of its own that end on a byte
 * boundary, and writes them in order: one valid deflate stream, made on several cores. Level 0 copies.
 */
export class PieceCompressor {
  bytes = 0;
  compressedBytes = 0;
  crc = 0;
  private readonly inFlight: Promise<void>[] = [];
  private failure: { error: unknown } | null = null;
  private readonly plain = createHash('sha256');
  private readonly level: number;
  private readonly sink: Sink;
  private readonly release: (piece: Buffer) => void;
  private readonly most: number;

  /** `release` gets each piece back when nothing reads it any more. */
  constructor(level: number, sink: Sink, release: (piece: Buffer) => void, most = MOST_IN_FLIGHT) {
    this.level = level;
    this.sink = sink;
    this.release = release;
    this.most = most;
  }

  /** Takes the piece over until it is released. Resolves when there is room for another. */
  async write(piece: Buffer): Promise<void> {
    this.throwFailure();
    this.bytes += piece.length;
    this.crc = crc32(piece, this.crc);
    this.plain.update(piece);
    const deflated = this.level === 0 ? Promise.resolve(piece) : deflatePiece(piece, this.level);
    deflated.catch(() => undefined);
    const before = this.inFlight.at(-1) ?? Promise.resolve();
    this.inFlight.push(before.then(() => this.writeOut(piece, deflated)));
    while (this.inFlight.length > this.most) await this.oldest();
    this.throwFailure();
  }

  /** Everything is in the sink; returns the SHA-256 of what went in, as hex. */
  async end(): Promise<string> {
    while (this.inFlight.length > 0) await this.oldest();
    this.throwFailure();
    if (this.level !== 0) {
      await this.sink(FINAL_EMPTY_BLOCK);
      this.compressedBytes += FINAL_EMPTY_BLOCK.length;
    }
    return this.plain.digest('hex');
  }

  private async oldest(): Promise<void> {
    await this.inFlight[0];
    this.inFlight.shift();
  }

  /** Never throws: the failure is told by the next `write` or by `end`. */
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
