import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDesk, type TestDesk } from '../support/desk.ts';

let desk: TestDesk;

beforeAll(async () => {
  desk = await startDesk({ elasticsearchUrl: 'http://127.0.0.1:9' });
});
afterAll(() => desk?.stop());

/** Sends the beginning, then a little every second for as long as it is let; resolves to what came and after how many seconds it was over. */
function trickle(beginning: string, little: string): Promise<{ said: string; seconds: number }> {
  return new Promise((resolve) => {
    const began = performance.now();
    const { hostname, port } = new URL(desk.url);
    const socket: Socket = connect(Number(port), hostname);
    let said = '';
    socket.on('data', (some) => (said += some.toString('utf8')));
    socket.on('error', () => undefined);
    const timer = setInterval(() => socket.write(little), 1000);
    socket.once('close', () => {
      clearInterval(timer);
      resolve({ said, seconds: (performance.now() - began) / 1000 });
    });
    socket.write(beginning);
  });
}

test('who takes for ever over a request is cut off: over its headers, also on the first connection there is, and over its body', async () => {
  const host = new URL(desk.url).host;
  const [headers, body, silent] = await Promise.all([
    trickle(`GET /api/live HTTP/1.1\r\nHost: ${host}\r\n`, 'X-More: more\r\n'),
    trickle(
      `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${desk.url}\r\nContent-Type: text/plain\r\nNext-Action: nothing\r\nContent-Length: 100000\r\n\r\n`,
      'x',
    ),
    trickle('', ''),
  ]);
  // Twenty seconds for headers, sixty for the whole; Node looks every thirty.
  expect(headers.seconds).toBeLessThan(55);
  expect(headers.said).toMatch(/^HTTP\/1\.1 408 /);
  expect(silent.seconds).toBeLessThan(55);
  expect(body.seconds).toBeLessThan(95);
  expect((await fetch(`${desk.url}/api/live`)).status).toBe(200);
}, 150_000);
