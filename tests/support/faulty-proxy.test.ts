import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startFaultyProxy, type FaultyProxy } from './faulty-proxy.ts';

const BODY = JSON.stringify({ text: 'x'.repeat(50_000) });
const uploads: { bytes: number; complete: boolean }[] = [];
const backend = createServer((request, response) => {
  const upload = { bytes: 0, complete: false };
  uploads.push(upload);
  request.on('data', (chunk: Buffer) => (upload.bytes += chunk.length));
  request.on('error', () => undefined);
  request.on('end', () => {
    upload.complete = true;
    response.setHeader('content-type', 'application/json');
    response.end(BODY);
  });
});
let proxy: FaultyProxy;

beforeAll(async () => {
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  proxy = await startFaultyProxy(`http://127.0.0.1:${String((backend.address() as AddressInfo).port)}`);
});
afterEach(() => {
  proxy.clear();
  uploads.length = 0;
});
afterAll(async () => {
  await proxy.close();
  backend.closeAllConnections();
  backend.close();
});

const get = (path = '/', init?: RequestInit) => fetch(`${proxy.url}${path}`, init);

test('without a fault, request and response pass unchanged', async () => {
  const answer = await get('/a?b=c', { method: 'POST', body: 'y'.repeat(300_000) });
  expect(await answer.text()).toBe(BODY);
  expect(uploads).toEqual([{ bytes: 300_000, complete: true }]);
  expect(proxy.requests.at(-1)).toMatchObject({ method: 'POST', path: '/a?b=c' });
});

test('a cut ends the connection within the body, or before the first byte', async () => {
  proxy.inject({ fault: { kind: 'cut', afterBytes: 1000 }, times: 1 });
  await expect(get().then((answer) => answer.text())).rejects.toThrow();
  proxy.inject({ fault: { kind: 'cut', afterBytes: 0 }, times: 1 });
  await expect(get()).rejects.toThrow();
  expect((await get()).status).toBe(200);
});

test('a truncated response is complete as HTTP but not as JSON', async () => {
  proxy.inject({ fault: { kind: 'truncate', keepBytes: 1000 } });
  const text = await (await get()).text();
  expect(text).toBe(BODY.slice(0, 1000));
});

test('a cut upload reaches the server incomplete', async () => {
  proxy.inject({ fault: { kind: 'cut-request', afterBytes: 1000 } });
  await expect(get('/', { method: 'POST', body: 'z'.repeat(100_000) })).rejects.toThrow();
  expect(uploads).toHaveLength(1);
  expect(uploads[0]?.complete).toBe(false);
});

test('a replaced response is sent with or without the server executing the request', async () => {
  const fault = proxy.inject({
    fault: { kind: 'answer', status: 503, body: 'busy' },
    match: ({ path }) => path === '/x',
    skip: 1,
    times: 1,
  });
  expect((await get('/x')).status).toBe(200);
  expect((await get('/y')).status).toBe(200);
  const answer = await get('/x', { method: 'POST', body: 'abc' });
  expect([answer.status, await answer.text(), fault.hits, uploads.length]).toEqual([503, 'busy', 1, 2]);
  expect((await get('/x')).status).toBe(200);
  proxy.inject({ fault: { kind: 'answer', status: 502, forward: true } });
  expect((await get('/z')).status).toBe(502);
  expect(uploads).toHaveLength(4);
});

test('a delayed response ends later; a hanging and an endless one never end', async () => {
  proxy.inject({ fault: { kind: 'delay', ms: 300 }, times: 1 });
  const before = performance.now();
  await (await get()).text();
  expect(performance.now() - before).toBeGreaterThan(290);
  for (const fault of [{ kind: 'hang', afterBytes: 10 }, { kind: 'endless' }] as const) {
    proxy.clear();
    proxy.inject({ fault });
    const answer = await get('/', { signal: AbortSignal.timeout(500) });
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow(/timeout/i);
  }
});

test('a response’s body is rewritten', async () => {
  proxy.inject({ fault: { kind: 'rewrite', body: (body) => body.toString('utf8').replaceAll('xx', 'éé') } });
  expect(await (await get()).json()).toEqual({ text: 'é'.repeat(50_000) });
});

test('the proxy refuses connections, and accepts them again on the same port', async () => {
  await proxy.refuse();
  await expect(get()).rejects.toThrow();
  await proxy.accept();
  expect((await get()).status).toBe(200);
});
