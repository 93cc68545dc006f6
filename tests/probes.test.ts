import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probes } from '../lib/probes.mjs';
import type { Readiness } from '../lib/serving.ts';

let readiness: Readiness = { status: 'starting', parts: {} };
let server: Server;
let url: string;

beforeAll(async () => {
  const answer = probes('/restore-desk', () => readiness);
  server = createServer((request, response) => {
    if (!answer(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => server.close());

const statusOf = async (path: string) => (await fetch(`${url}${path}`)).status;

test('probes are answered with the sub-path and without it, and nothing else is', async () => {
  readiness = { status: 'ready', parts: {} };
  for (const path of ['/healthz', '/readyz', '/restore-desk/healthz', '/restore-desk/readyz'])
    expect({ path, status: await statusOf(path) }).toEqual({ path, status: 200 });
  for (const path of ['/', '/restore-desk', '/other/healthz', '/healthz/', '/one/readyz', '//healthz'])
    expect({ path, status: await statusOf(path) }).toEqual({ path, status: 418 });
});

test.each(['starting', 'stopping', 'not ready'] as const)('alive and not ready while it is %s', async (status) => {
  readiness = { status, parts: {} };
  expect(await statusOf('/healthz')).toBe(200);
  const ready = await fetch(`${url}/readyz`);
  expect({ status: ready.status, body: await ready.json() }).toEqual({ status: 503, body: { status, parts: {} } });
});

test.each([
  ['GET', '/healthz', 'Content-Length: 1000000000', 200],
  ['GET', '/readyz', 'Transfer-Encoding: chunked', 200],
  ['POST', '/healthz', 'Content-Length: 1000000000', 405],
])('%s %s with an endless body (%s) is answered, and its connection closed', async (method, path, header, status) => {
  readiness = { status: 'ready', parts: {} };
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  socket.on('data', (bytes) => (received += bytes.toString())).on('error', () => undefined);
  const piece = header.startsWith('T') ? '1\r\nx\r\n' : 'x';
  socket.write(`${method} ${path} HTTP/1.1\r\nHost: a\r\n${header}\r\n\r\n`);
  const trickle = setInterval(() => socket.write(piece), 50);
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(trickle);
  expect(received).toContain(`HTTP/1.1 ${String(status)} `);
});

test('a readiness that can’t be found out is not ready', async () => {
  const answer = probes('', () => Promise.reject(new Error('a defect')));
  const failing = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => failing.listen(0, '127.0.0.1', resolve));
  const { status } = await fetch(`http://127.0.0.1:${String((failing.address() as AddressInfo).port)}/readyz`);
  failing.close();
  expect(status).toBe(503);
});
