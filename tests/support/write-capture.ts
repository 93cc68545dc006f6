import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A record as GoReplay writes it. */
export interface Recorded {
  /** ISO 8601, or nanoseconds since 1970. */
  at: string | bigint;
  id?: string;
  /** The first line of the message: `POST /government/documents HTTP/1.1`, or `HTTP/1.1 202 Accepted` of an answer. */
  line: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

let ids = 0;

/** The record's bytes, with its separator. */
function recordOf({ at, body = '', headers = {}, id, line }: Recorded): Buffer {
  const type = line.startsWith('HTTP/') ? 2 : 1;
  const time = typeof at === 'bigint' ? at : BigInt(Date.parse(at)) * 1_000_000n;
  const bytes = Buffer.from(body);
  const all = { Host: 'search', ...(bytes.length > 0 ? { 'Content-Length': String(bytes.length) } : {}), ...headers };
  const head = [line, ...Object.entries(all).map(([name, value]) => `${name}: ${value}`)].join('\r\n');
  const number = id ?? (++ids).toString(16).padStart(24, '0');
  return Buffer.concat([
    Buffer.from(`${String(type)} ${number} ${String(time)} 0\n${head}\r\n\r\n`, 'latin1'),
    bytes,
    Buffer.from('\n🐵🙈🙉\n'),
  ]);
}

/** Writes a captured file, gzip where its name ends so. Returns its path. */
export function writeCapture(folder: string, name: string, records: readonly Recorded[]): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  const bytes = Buffer.concat(records.map(recordOf));
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(bytes) : bytes);
  return path;
}

/** A document posted to the search app. */
export const posted = (at: string | bigint, id: string, fields: object = {}, index = 'government'): Recorded => ({
  at,
  line: `POST /${index}/documents HTTP/1.1`,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ _id: id, link: id, ...fields }),
});

export const deleted = (at: string | bigint, id: string, index = 'government'): Recorded => ({
  at,
  line: `DELETE /${index}/documents/${encodeURIComponent(id)} HTTP/1.1`,
});
