import { gunzipSync, gzipSync } from 'node:zlib';

interface Encoded {
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
}

/** A body that unpacks to more is not read. */
const MAX_BYTES = 64 * 1024 ** 2;

export const headerOf = ({ headers }: Pick<Encoded, 'headers'>, name: string): string | null =>
  headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;

const isGzip = (request: Pick<Encoded, 'headers'>): boolean =>
  /^\s*(x-)?gzip\s*$/i.test(headerOf(request, 'content-encoding') ?? '');

/** The body without `Content-Encoding: gzip`; null: another encoding, damaged, or more than 64 MiB. */
export function decodedBody(request: Encoded): Buffer | null {
  const encoding = (headerOf(request, 'content-encoding') ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return request.body;
  if (!isGzip(request)) return null;
  try {
    return gunzipSync(request.body, { maxOutputLength: MAX_BYTES });
  } catch {
    return null;
  }
}

/** Another body in the encoding that the request has. */
export const encodedBody = (request: Pick<Encoded, 'headers'>, body: Buffer): Buffer =>
  isGzip(request) ? gzipSync(body) : body;
