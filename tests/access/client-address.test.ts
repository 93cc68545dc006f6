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
  ['no proxy', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['one proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['one proxy, and a forged address from the client', '10.0.0.1', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
  ['two proxies', '10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
  ['an IPv6 proxy, and one that writes IPv4 as IPv6', 'fd00::1', '198.51.100.1, ::ffff:10.0.0.2', '198.51.100.1'],
  ['a proxy that sends no header', '10.0.0.1', null, '10.0.0.1'],
  ['clients and proxies in one trusted network', '10.0.0.1', '10.7.7.7, 10.0.0.2', '10.7.7.7'],
  ['a proxy that adds the port', '10.0.0.1', '6.6.6.6, 198.51.100.1:51000', '198.51.100.1'],
  ['a proxy that adds the port to IPv6', '10.0.0.1', '6.6.6.6, [2001:db8::7]:51000', '2001:db8::7'],
  ['brackets without a port', '10.0.0.1', '[2001:db8::7]', '2001:db8::7'],
  ['a proxy that sends "unknown"', '10.0.0.1', '6.6.6.6, unknown', '10.0.0.1'],
  ['a proxy that receives "unknown"', '10.0.0.1', '6.6.6.6, unknown, 10.0.0.2', '10.0.0.2'],
  ['text that is no address', '10.0.0.1', '6.6.6.6, <script>', '10.0.0.1'],
])('the client’s address is read with %s', (_, peer, forwarded, client) => {
  const sent = new Headers({ [PEER_HEADER]: peer, ...(forwarded === null ? {} : { 'x-forwarded-for': forwarded }) });
  expect(clientAddress(sent)).toBe(client);
});
