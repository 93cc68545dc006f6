import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { once } from 'node:events';

/** Of the first request. One comes each millisecond. */
export const CAPTURE_START = new Date('2026-03-09T03:00:00Z');

interface CaptureSize {
  requests: number;
  /** Each is written again and again, in turn. */
  documents: number;
}

/** Writes a capture of small writes, in order of time, as GoReplay does. */
export async function writeBenchCapture(file: string, { requests, documents }: CaptureSize): Promise<void> {
  const out = createWriteStream(file);
  for (let n = 0; n < requests; n++) if (!out.write(recordOf(n, n % documents))) await once(out, 'drain');
  out.end();
  await finished(out);
}

function recordOf(n: number, document: number): string {
  const link = `/government/news/page-${String(document)}`;
  const body = JSON.stringify({
    _id: link,
    _type: 'edition',
    link,
    title: `Page ${String(document)}, revision ${String(n)}`,
    description: 'The harbour is checked once a year, and the orchard every second year.',
  });
  const nanoseconds = BigInt(CAPTURE_START.getTime() + n) * 1_000_000n;
  const head = [
    'POST /government/documents HTTP/1.1',
    'Host: search.cluster',
    'User-Agent: publisher',
    'Content-Type: application/json',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
  ];
  return `1 ${n.toString(16).padStart(24, '0')} ${String(nanoseconds)} 0\n${head.join('\r\n')}\r\n\r\n${body}\n🐵🙈🙉\n`;
}
