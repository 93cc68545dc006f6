import { Readable } from 'node:stream';
import { cancelled } from '../errors.ts';
import type { OpenedFile } from '../files/files.ts';

const PIECE_BYTES = 256 * 1024;

/** The file for `unzipper`. It does not listen to errors of the streams that it asks for: this class does. */
export class ZipSource {
  private readonly file: OpenedFile;
  private readonly signal: AbortSignal;
  private readonly streams = new Set<Readable>();
  private onError: (error: Error) => void = () => undefined;

  constructor(file: OpenedFile, signal: AbortSignal) {
    this.file = file;
    this.signal = signal;
  }

  readonly size = (): Promise<number> => Promise.resolve(this.file.facts.size);

  /** `length` left out: to the end. */
  readonly stream = (offset: number, length?: number): Readable => {
    const { size } = this.file.facts;
    const end = length === undefined ? size : Math.min(size, offset + length);
    const stream = Readable.from(this.pieces(offset, end), { objectMode: false, highWaterMark: PIECE_BYTES });
    this.streams.add(stream);
    stream.once('close', () => this.streams.delete(stream));
    stream.on('error', (error: Error) => this.onError(error));
    return stream;
  };

  /** Rejects with the next error of a stream. */
  failed(): Promise<never> {
    const failure = new Promise<never>((_, reject) => (this.onError = reject));
    failure.catch(() => undefined);
    return failure;
  }

  closeStreams(): void {
    for (const stream of this.streams) stream.destroy();
  }

  private async *pieces(start: number, end: number): AsyncGenerator<Buffer> {
    if (!Number.isSafeInteger(start) || start < 0) throw new RangeError(`no offset: ${start}`);
    for (let at = start; at < end;) {
      if (this.signal.aborted) throw cancelled();
      const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, end - at));
      const { bytesRead } = await this.file.read(piece, 0, piece.length, at, this.signal);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  }
}
