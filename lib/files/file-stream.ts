import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { cancelled } from '../errors.ts';
import type { OpenedFile } from './files.ts';

const PIECE_BYTES = 256 * 1024;

/** The first `bytes` of a file, however it grows meanwhile, so that a declared length stays true. Closes the file. */
export function openedFileStream(file: OpenedFile, bytes: number, signal: AbortSignal): Readable {
  const stream = Readable.from(piecesOf(file, bytes, signal), { objectMode: false, highWaterMark: PIECE_BYTES });
  // Also where the stream is never read.
  stream.once('close', () => file.close());
  if (signal.aborted) stream.destroy(cancelled());
  else signal.addEventListener('abort', () => stream.destroy(cancelled()), { once: true });
  return stream;
}

/** The same for a file that this process has opened itself. */
export function fileStream(handle: FileHandle, bytes: number, signal: AbortSignal): Readable {
  if (bytes > 0)
    return handle.createReadStream({ end: bytes - 1, highWaterMark: PIECE_BYTES, autoClose: true, signal });
  void handle.close();
  return Readable.from([]);
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
