import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { FILE_BYTES } from '../contract/headers.ts';

/** A file as a download, streamed: its size in memory is one piece, however large it is. Closes the handle at the end. */
export function fileResponse(
  handle: FileHandle,
  { bytes, name, type, signal }: { bytes: number; name: string; type: string; signal: AbortSignal },
): Response {
  // A file that grows while it is read would break the promised length.
  const stream =
    bytes === 0
      ? Readable.from([])
      : handle.createReadStream({ end: bytes - 1, highWaterMark: 256 * 1024, autoClose: true, signal });
  if (bytes === 0) void handle.close();
  // An abort is the reader gone: not a defect.
  stream.on('error', () => undefined);
  return new Response(Readable.toWeb(stream) as ReadableStream, {
    headers: {
      'content-type': type,
      [FILE_BYTES]: String(bytes),
      'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
