import { writeFileSync } from 'node:fs';

export interface RequestToCapture {
  method: string;
  path: string;
  /** An object is sent as JSON. */
  body?: string | Buffer | object;
  headers?: Readonly<Record<string, string>>;
  /** The body of the recorded answer, with status 200; absent: the capture has no answers. */
  answer?: object;
}

const SEPARATOR = Buffer.from('\n🐵🙈🙉\n');
const SECOND = 1_000_000_000n;
/** Of the first request; one more second for each that follows. */
export const CAPTURE_BEGINS = '2018-01-09T10:00:00Z';

/** Writes requests as GoReplay captures them, a second apart. Returns the path. */
export function writeCapture(path: string, requests: readonly RequestToCapture[]): string {
  const begins = BigInt(Date.parse(CAPTURE_BEGINS)) * 1_000_000n;
  writeFileSync(path, Buffer.concat(requests.map((request, n) => recordOf(request, n, begins + BigInt(n) * SECOND))));
  return path;
}

function recordOf({ method, path, body = '', headers = {}, answer }: RequestToCapture, n: number, at: bigint): Buffer {
  const isObject = typeof body === 'object' && !Buffer.isBuffer(body);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(isObject ? JSON.stringify(body) : body);
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: search.cluster:9200',
    ...(isObject ? ['Content-Type: application/json'] : []),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(bytes.length > 0 ? [`Content-Length: ${String(bytes.length)}`] : []),
  ];
  const id = n.toString(16).padStart(24, '0');
  return Buffer.concat([
    Buffer.from(`1 ${id} ${String(at)} 0\n${head.join('\r\n')}\r\n\r\n`),
    bytes,
    SEPARATOR,
    ...(answer === undefined ? [] : [answerOf(answer, id, at), SEPARATOR]),
  ]);
}

function answerOf(answer: object, id: string, at: bigint): Buffer {
  const text = JSON.stringify(answer);
  const length = String(Buffer.byteLength(text));
  return Buffer.from(`2 ${id} ${String(at)} 0\nHTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${text}`);
}
