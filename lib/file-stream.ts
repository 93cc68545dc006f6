import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** The first `bytes` of a file: one that grows while it is read does not break a promised length. Closes the handle at the end. */
export function fileStream(handle: FileHandle, bytes: number, signal: AbortSignal): Readable {
  if (bytes > 0) return handle.createReadStream({ end: bytes - 1, highWaterMark: 256 * 1024, autoClose: true, signal });
  void handle.close();
  return Readable.from([]);
}
