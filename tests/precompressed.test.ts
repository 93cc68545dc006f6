import { request, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDashboard, type TestDashboard } from './support/dashboard.ts';

let dashboard: TestDashboard;
/** The address of a script that a page loads. */
let script: string;
/** Its bytes, uncompressed. */
let plain: Buffer;

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Sends exactly these headers, and decompresses nothing. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request(new URL(dashboard.url), { path, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.once('error', reject);
    asked.end();
  });

beforeAll(async () => {
  dashboard = await startDashboard({ elasticsearchUrl: 'http://127.0.0.1:9' });
  const { body } = await ask('/test');
  script = /\/_next\/static\/chunks\/[^"]+\.js/.exec(body.toString('utf8'))![0];
  plain = (await ask(script)).body;
  expect(plain.length).toBeGreaterThan(1024);
});
afterAll(() => dashboard?.stop());

describe('a script of the build', () => {
  test('is sent as brotli to a client that accepts it, and may be cached for a year', async () => {
    const { status, headers, body } = await ask(script, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect({ status, ...headers }).toMatchObject({
      status: 200,
      'content-encoding': 'br',
      'content-type': 'application/javascript; charset=UTF-8',
      'content-length': String(body.length),
      vary: 'Accept-Encoding',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    expect(brotliDecompressSync(body).equals(plain)).toBe(true);
  });

  test.each([
    ['gzip', 'gzip'],
    ['gzip, br;q=0', 'gzip'],
    ['gzip, br;q=0.0', 'gzip'],
    ['gzip, brotli', 'gzip'],
    ['identity', undefined],
  ])('is sent to a client with `Accept-Encoding: %s` as %s', async (accepted, encoding) => {
    const { status, headers, body } = await ask(script, { 'accept-encoding': accepted });
    expect({ status, encoding: headers['content-encoding'], vary: headers.vary }).toEqual({
      status: 200,
      encoding,
      vary: 'Accept-Encoding',
    });
    expect((encoding === 'gzip' ? gunzipSync(body) : body).equals(plain)).toBe(true);
  });

  test('has an ETag for each encoding; HEAD, ranges and “not modified” are those of the encoding', async () => {
    const brotli = { 'accept-encoding': 'br' };
    const { headers, body } = await ask(script, brotli);
    expect(headers.etag).not.toBe((await ask(script)).headers.etag);

    const head = await ask(script, brotli, 'HEAD');
    expect({ status: head.status, length: head.body.length }).toEqual({ status: 200, length: 0 });
    expect(head.headers).toMatchObject({ 'content-encoding': 'br', 'content-length': String(body.length) });

    const same = await ask(script, { ...brotli, 'if-none-match': headers.etag! });
    expect({ status: same.status, length: same.body.length }).toEqual({ status: 304, length: 0 });
    expect((await ask(script, { 'if-none-match': headers.etag! })).status).toBe(200);

    const part = await ask(script, { ...brotli, range: 'bytes=10-19' });
    expect({ status: part.status, ...part.headers }).toMatchObject({
      status: 206,
      'content-range': `bytes 10-19/${String(body.length)}`,
      'content-encoding': 'br',
    });
    expect(part.body.equals(body.subarray(10, 20))).toBe(true);
  });
});

test('nothing else is sent as brotli', async () => {
  for (const path of [
    '/',
    '/test',
    '/icon.svg',
    '/api/live',
    '/_next/static/',
    '/_next/static/nothing.js',
    `/x${script}`,
    script.replace('/chunks/', '/chunks/../chunks/'),
    script.replace('/_next/', '/_next/%2e/'),
  ]) {
    const { headers } = await ask(path, { 'accept-encoding': 'br' });
    expect({ path, encoding: headers['content-encoding'] }).toEqual({ path, encoding: undefined });
  }
});
