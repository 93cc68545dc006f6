import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
