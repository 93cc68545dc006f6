import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { HttpTarget } from '../../../lib/replaying/send/http-target.ts';
import type { OutgoingRequest } from '../../../lib/replaying/send/outgoing-request.ts';
import { NoAnswer } from '../../../lib/replaying/send/target.ts';
import { makeAuthority } from '../../support/certificates.ts';

const request = (over: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  method: 'POST',
  path: '/pages/_doc',
  headers: {},
  body: Buffer.from('{}'),
  ...over,
});

const servers: Server[] = [];
const targets: HttpTarget[] = [];
afterEach(async () => {
  for (const target of targets.splice(0)) await target.close();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A server that does this with each connection once a request has arrived. */
const serverThat = (answer: (socket: Socket, received: string) => void): Promise<number> =>
  listen(
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (bytes) => answer(socket, bytes.toString('latin1')));
    }),
  );

function targetAt(address: string, timeoutMs = 5_000): HttpTarget {
  const target = new HttpTarget(address, { timeoutMs });
  targets.push(target);
  return target;
}

async function failureOf(sending: Promise<unknown>): Promise<NoAnswer['kind'] | 'answered'> {
  try {
    await sending;
    return 'answered';
  } catch (error) {
    if (error instanceof NoAnswer) return error.kind;
    throw error;
  }
}

const FRESH = { fresh: true, readBody: false };

test('a request goes to the address, whatever its path names, with its bytes unchanged', async () => {
  let received = '';
  const port = await serverThat((socket, bytes) => {
    received = bytes;
    socket.end('HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n');
  });
  const headers = { 'content-type': 'application/json', 'x-tag': ['a', 'b'] };
  const path = '//evil.example/a%2Fb%252F?c=%20&d=\u00c3\u00bc';
  const { status } = await targetAt(`http://127.0.0.1:${String(port)}/app/`).send(request({ path, headers }), FRESH);
  expect(status).toBe(202);
  const [line, ...others] = received.split('\r\n');
  expect(line).toBe(`POST /app${path} HTTP/1.1`);
  expect(others.map((each) => each.toLowerCase())).toEqual(
    expect.arrayContaining([`host: 127.0.0.1:${String(port)}`, 'x-tag: a', 'x-tag: b', 'content-length: 2']),
  );
});

test('no connection: it was not sent', async () => {
  const port = await serverThat(() => undefined);
  servers.pop()!.close();
  expect(await failureOf(targetAt(`http://127.0.0.1:${String(port)}`).send(request(), FRESH))).toBe('notSent');
});

test('a certificate that is not trusted: it was not sent', async () => {
  const { cert, key } = makeAuthority('unknown').forServer(['127.0.0.1']);
  const server = createTlsServer({ cert, key }, (socket) => socket.on('error', () => undefined));
  const port = await listen(server.on('tlsClientError', () => undefined));
  expect(await failureOf(targetAt(`https://127.0.0.1:${String(port)}`).send(request(), FRESH))).toBe('notSent');
});

test('a connection that ends without an answer: it may have been applied', async () => {
  const port = await serverThat((socket) => socket.resetAndDestroy());
  expect(await failureOf(targetAt(`http://127.0.0.1:${String(port)}`).send(request(), FRESH))).toBe('lost');
});

test('a status is an answer although the connection is reset behind it; where the body matters, it is not', async () => {
  const port = await serverThat((socket) => {
    socket.write('HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\n{');
    setTimeout(() => socket.resetAndDestroy(), 50);
  });
  const target = targetAt(`http://127.0.0.1:${String(port)}`);
  expect((await target.send(request(), FRESH)).status).toBe(201);
  expect(await failureOf(target.send(request(), { fresh: true, readBody: true }))).toBe('lost');
});

test('no answer in time: it may still be applied', async () => {
  const port = await serverThat(() => undefined);
  expect(await failureOf(targetAt(`http://127.0.0.1:${String(port)}`, 100).send(request(), FRESH))).toBe('late');
});

test.each([
  ['2', 2_000],
  [new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000],
  ['soon', null],
])('Retry-After: %s', async (text, expected) => {
  const port = await serverThat((socket) =>
    socket.end(`HTTP/1.1 503 Busy\r\nretry-after: ${text}\r\ncontent-length: 0\r\n\r\n`),
  );
  const { retryAfterMs } = await targetAt(`http://127.0.0.1:${String(port)}`).send(request(), FRESH);
  if (expected === null) expect(retryAfterMs).toBe(null);
  else expect(Math.abs(retryAfterMs! - expected)).toBeLessThan(5_000);
});
