import { Readable } from 'node:stream';

/** A file as a streamed download: one chunk of it is in memory at a time. `bytes` null: known only at its end. */
export function fileResponse(
  stream: Readable,
  { bytes, name, type }: { bytes: number | null; name: string; type: string },
): Response {
  // The client closed the connection.
  stream.on('error', () => undefined);
  return new Response(Readable.toWeb(stream) as ReadableStream, {
    headers: {
      'content-type': type,
      ...(bytes === null ? {} : { 'content-length': String(bytes) }),
      'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
