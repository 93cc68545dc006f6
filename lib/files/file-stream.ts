import { Readable } from 'node:stream';
import { cancelled } from '../errors.ts';
import type { OpenedFile } from './files.ts';

const PIECE_BYTES = 256 * 1024;

/** The first `bytes` of a file: one that grows while it is read does not break a promised length. Closes it at the end. */
export function openedFileStream(file: OpenedFile, bytes: number, signal: AbortSignal): Readable {
  const stream = Readable.from(piecesOf(file, bytes, signal), { objectMode: false, highWaterMark: PIECE_BYTES });
  // Also where nobody ever reads it.
  stream.once('close', () => file.close());
  if (signal.aborted) stream.destroy(cancelled());
  else signal.addEventListener('abort', () => stream.destroy(cancelled()), { once: true });
  return stream;
}

async function* piecesOf(file: OpenedFile, bytes: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes && !signal.aborted;) {
    const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, bytes - at));
    const { bytesRead } = await file.read(piece, 0, piece.length, at, signal);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}
