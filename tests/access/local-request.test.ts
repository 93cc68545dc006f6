import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOfLocalProgram } from '../../lib/access/local-request.ts';

const server = createServer((request: IncomingMessage, response) => {
  response.setHeader('connection', 'close');
  response.end(String(isOfLocalProgram(request)));
});
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => void server.close());

/** The lines of a request, as a proxy sends them. */
async function ask(...lines: string[]): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return (await text(socket)).split('\r\n').at(-1)!;
}

test('a request of HTTP/1.0 is that of a proxy: nginx with its own settings sends nothing else by which it is known', async () => {
  expect(await ask('GET /metrics HTTP/1.1', 'Host: 127.0.0.1:3000', 'Content-Length: 0')).toContain('true');
  expect(await ask('GET /metrics HTTP/1.0', 'Host: 127.0.0.1:3000', 'Connection: close')).toContain('false');
  expect(await ask('GET /metrics HTTP/1.1', 'Host: 127.0.0.1:3000', 'X-Real-IP: 10.0.0.1')).toContain('false');
});
