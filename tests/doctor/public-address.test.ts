import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Configuration } from '../../lib/config/configuration.ts';
import { checkPublicAddress } from '../../lib/doctor/checks/installation.ts';
import { freePort } from '../support/elasticsearch.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** What answers at the public address, as a reverse proxy and what is behind it do. */
async function answering(path: string, status: number, text: string): Promise<string> {
  const server = createServer((request, response) => {
    const found = request.url === path;
    response.writeHead(found ? status : 404).end(found ? text : 'not found');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/desk`;
}

const checkAt = (publicUrl: string) =>
  checkPublicAddress(
    {
      publicUrl,
      notifications: { channels: [] },
      signIn: { kind: 'none' },
      trustedProxies: [],
    } as unknown as Configuration,
    AbortSignal.timeout(10_000),
  );

test('Restore Desk answers below its sub-path', async () => {
  expect(await checkAt(await answering('/desk/api/live', 200, 'ok\n'))).toMatchObject({
    level: 'ok',
    what: expect.stringContaining('with the sub-path /desk, and Restore Desk answers there'),
  });
});

test('a proxy that drops the sub-path is a failure', async () => {
  const address = await answering('/api/live', 200, 'ok\n');
  expect(await checkAt(address)).toEqual({
    level: 'failure',
    what: `Restore Desk is not at ${address}: HTTP 404.`,
    next: 'The reverse proxy must forward paths unchanged, with the sub-path /desk, and the dashboard be started with this configuration.',
  });
});

test('another page, and an address that nothing answers, are warnings', async () => {
  expect(await checkAt(await answering('/desk/api/live', 200, '<html>'))).toMatchObject({
    level: 'warning',
    what: expect.stringMatching(/answers HTTP 200, not as Restore Desk does/),
  });
  const port = await freePort();
  expect(await checkAt(`http://127.0.0.1:${String(port)}`)).toMatchObject({
    level: 'warning',
    what: `http://127.0.0.1:${String(port)} does not answer from here: No answer: the connection was refused (ECONNREFUSED).`,
  });
});
