import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';

let dashboard: TestDashboard;

beforeAll(async () => {
  dashboard = await startDashboard({ elasticsearchUrl: 'http://127.0.0.1:9' });
});
afterAll(() => dashboard?.stop());

/**
 * Sends the beginning, then a part every second until the connection closes. Resolves to the response and the seconds
 * until then.
 */
function sendSlowly(beginning: string, part: string): Promise<{ response: string; seconds: number }> {
  return new Promise((resolve) => {
    const began = performance.now();
    const { hostname, port } = new URL(dashboard.url);
    const socket: Socket = connect(Number(port), hostname);
    let response = '';
    socket.on('data', (some) => (response += some.toString('utf8')));
    socket.on('error', () => undefined);
    const timer = setInterval(() => socket.write(part), 1000);
    socket.once('close', () => {
      clearInterval(timer);
      resolve({ response, seconds: (performance.now() - began) / 1000 });
    });
    socket.write(beginning);
  });
}

test('a client that sends its headers or its body without end is disconnected, also on the first connection', async () => {
  const host = new URL(dashboard.url).host;
  const [headers, body, silent] = await Promise.all([
    sendSlowly(`GET /api/live HTTP/1.1\r\nHost: ${host}\r\n`, 'X-More: more\r\n'),
    sendSlowly(
      `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${dashboard.url}\r\nContent-Type: text/plain\r\nNext-Action: nothing\r\nContent-Length: 100000\r\n\r\n`,
      'x',
    ),
    sendSlowly('', ''),
  ]);
  // Twenty seconds for headers, sixty for the whole request; Node checks every thirty.
  expect(headers.seconds).toBeLessThan(55);
  expect(headers.response).toMatch(/^HTTP\/1\.1 408 /);
  expect(silent.seconds).toBeLessThan(55);
  expect(body.seconds).toBeLessThan(95);
  expect((await fetch(`${dashboard.url}/api/live`)).status).toBe(200);
}, 150_000);
