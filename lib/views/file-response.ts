import { Readable } from 'node:stream';

/** A file as a download, streamed: its size in memory is one piece, however large it is. */
export function fileResponse(
  stream: Readable,
  { bytes, name, type }: { bytes: number; name: string; type: string },
): Response {
  // An abort is the reader gone: not a defect.
  stream.on('error', () => undefined);
  return new Response(Readable.toWeb(stream) as ReadableStream, {
    headers: {
      'content-type': type,
      'content-length': String(bytes),
      'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
