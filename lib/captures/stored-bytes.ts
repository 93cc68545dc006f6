import { cancelled } from '../errors.ts';
import type { ReadableFile } from '../files/files.ts';

/** The first piece is small: often only the beginning of a file is read. */
const FIRST_BYTES = 64 * 1024;
const PIECE_BYTES = 1024 * 1024;

/** The bytes from `start` to `end`, or to the end of the file where that comes first. */
export async function* storedBytes(
  file: ReadableFile,
  start: number,
  end: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  for (let at = start; at < end;) {
    if (signal.aborted) throw cancelled();
    const piece = Buffer.allocUnsafeSlow(Math.min(at === start ? FIRST_BYTES : PIECE_BYTES, end - at));
    const { bytesRead } = await file.read(piece, 0, piece.length, at, signal);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}
