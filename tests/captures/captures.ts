import { gzipSync } from 'node:zlib';
import type { CaptureFile, Found } from '@/lib/captures/found';
import { readCaptures } from '@/lib/captures/read-captures';

/** A capture in memory, given in chunks of `chunkBytes`. */
export function captureOf(
  stored: Buffer | string,
  { path = 'a.log', server = 'search-1', chunkBytes = 64 * 1024 } = {},
): CaptureFile {
  const bytes = typeof stored === 'string' ? Buffer.from(stored, 'utf8') : stored;
  return {
    path,
    server,
    bytes: bytes.length,
    async *open(_signal, { start = 0, end = bytes.length } = {}) {
      for (let at = start; at < end; at += chunkBytes) yield bytes.subarray(at, Math.min(end, at + chunkBytes));
    },
  };
}

export const SEPARATOR_TEXT = '\n🐵🙈🙉\n';

/** A record of any text; `head` is its own header line. */
export const recordOf = (text: string, head = '1 0123456789abcdef01234567 1515488400000000001 0'): string =>
  `${head}\n${text}${SEPARATOR_TEXT}`;

/** A POST with its length. */
export const postOf = (body: string, path = '/government/documents'): string =>
  `POST ${path} HTTP/1.1\r\nHost: search\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

export async function readAll(files: readonly CaptureFile[]) {
  const found: Found[] = [];
  const facts = await readCaptures(files, (one) => void found.push(one), { signal: new AbortController().signal });
  return { found, facts };
}

/** What was found in one file: for a request its method, target and body; for the others the kind, and why. */
export async function summaryOf(stored: Buffer | string, options: Parameters<typeof captureOf>[1] = {}) {
  const { found } = await readAll([captureOf(stored, options)]);
  return found.map(summarise);
}

export function summarise(found: Found): string {
  if (found.kind === 'request') return `${found.method} ${found.target} ${found.body.toString()}`;
  if (found.kind === 'answer') return `answer ${found.status} ${found.body.toString()}`;
  return found.kind === 'replayed' ? 'replayed' : `${found.kind} at ${found.offset}: ${found.why}`;
}

/** One member of a gzip file. */
export const member = (text: Buffer | string): Buffer => gzipSync(text);
