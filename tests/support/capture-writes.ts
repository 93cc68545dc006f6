import { basename, dirname } from 'node:path';
import { writeCapture as writeRecords, type Recorded } from './write-capture.ts';

export interface RequestToCapture {
  method: string;
  path: string;
  /** An object is sent as JSON. */
  body?: string | Buffer | object;
  headers?: Readonly<Record<string, string>>;
  /** The body of the recorded answer, with status 200; absent: the capture has no answers. */
  answer?: object;
}

const SECOND = 1_000_000_000n;
/** Of the first request; one more second for each that follows. */
export const CAPTURE_BEGINS = '2018-01-09T10:00:00Z';

/** Writes requests as GoReplay captures them, a second apart. Returns the path. */
export function writeCapture(path: string, requests: readonly RequestToCapture[]): string {
  const begins = BigInt(Date.parse(CAPTURE_BEGINS)) * 1_000_000n;
  const records = requests.flatMap((request, n) => recordsOf(request, n, begins + BigInt(n) * SECOND));
  return writeRecords(dirname(path), basename(path), records);
}

function recordsOf({ method, path, body = '', headers = {}, answer }: RequestToCapture, n: number, at: bigint) {
  const isObject = typeof body === 'object' && !Buffer.isBuffer(body);
  const id = n.toString(16).padStart(24, '0');
  const request: Recorded = {
    at,
    id,
    line: `${method} ${path} HTTP/1.1`,
    headers: { ...(isObject ? { 'Content-Type': 'application/json' } : {}), ...headers },
    body: isObject ? JSON.stringify(body) : body,
  };
  return answer === undefined
    ? [request]
    : [request, { at, id, line: 'HTTP/1.1 200 OK', body: JSON.stringify(answer) }];
}
