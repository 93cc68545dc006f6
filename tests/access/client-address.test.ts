import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { clientAddress, PEER_HEADER } from '../../lib/access/client-address.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'client-address-'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'trustedProxies: [10.0.0.0/8, "fd00::1"]\nclusters:\n  one: { url: "http://127.0.0.1:9", backups: backups }\n',
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test.each([
  ['nobody in front', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['one proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['one proxy, and an address made up by the client', '10.0.0.1', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
  ['two proxies', '10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
  ['a proxy by IPv6, and one that writes IPv4 as IPv6', 'fd00::1', '198.51.100.1, ::ffff:10.0.0.2', '198.51.100.1'],
  ['a proxy that says nothing', '10.0.0.1', null, '10.0.0.1'],
  ['people and proxies in one trusted network', '10.0.0.1', '10.7.7.7, 10.0.0.2', '10.7.7.7'],
  ['a proxy that adds the port', '10.0.0.1', '6.6.6.6, 198.51.100.1:51000', '198.51.100.1'],
  ['the same by IPv6', '10.0.0.1', '6.6.6.6, [2001:db8::7]:51000', '2001:db8::7'],
  ['brackets alone', '10.0.0.1', '[2001:db8::7]', '2001:db8::7'],
  ['a proxy that doesn’t know', '10.0.0.1', '6.6.6.6, unknown', '10.0.0.1'],
  ['one behind which nobody knows', '10.0.0.1', '6.6.6.6, unknown, 10.0.0.2', '10.0.0.2'],
  ['words that are no address', '10.0.0.1', '6.6.6.6, <script>', '10.0.0.1'],
])('with %s', (_, peer, forwarded, client) => {
  const sent = new Headers({ [PEER_HEADER]: peer, ...(forwarded === null ? {} : { 'x-forwarded-for': forwarded }) });
  expect(clientAddress(sent)).toBe(client);
});
