import { writeFileSync } from 'node:fs';

export interface RequestToCapture {
  method: string;
  path: string;
  /** An object is sent as JSON. */
  body?: string | Buffer | object;
  headers?: Readonly<Record<string, string>>;
}

const SECOND = 1_000_000_000n;
/** Of the first request; one more second for each that follows. */
export const CAPTURE_BEGINS = '2018-01-09T10:00:00Z';

/** Writes requests as GoReplay captures them, a second apart. Returns the path. */
export function writeCapture(path: string, requests: readonly RequestToCapture[]): string {
  const begins = BigInt(Date.parse(CAPTURE_BEGINS)) * 1_000_000n;
  writeFileSync(path, Buffer.concat(requests.map((request, n) => recordOf(request, n, begins + BigInt(n) * SECOND))));
  return path;
}

function recordOf({ method, path, body = '', headers = {} }: RequestToCapture, n: number, at: bigint): Buffer {
  const isObject = typeof body === 'object' && !Buffer.isBuffer(body);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(isObject ? JSON.stringify(body) : body);
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: search.cluster:9200',
    ...(isObject ? ['Content-Type: application/json'] : []),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(bytes.length > 0 ? [`Content-Length: ${String(bytes.length)}`] : []),
  ];
  return Buffer.concat([
    Buffer.from(`1 ${n.toString(16).padStart(24, '0')} ${String(at)} 0\n${head.join('\r\n')}\r\n\r\n`),
    bytes,
    Buffer.from('\n🐵🙈🙉\n'),
  ]);
}
