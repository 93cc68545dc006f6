import { expect, test } from 'vitest';
import { outgoingRequest } from '../../../lib/replaying/send/outgoing-request.ts';

const SECRETS = [
  'Authorization',
  'Proxy-Authorization',
  'Cookie',
  'Set-Cookie',
  'X-Auth-Token',
  'X-Api-Key',
  'apikey',
  'X-Amz-Security-Token',
  'X-Vault-Token',
  'X-CSRF-Token',
  'X-Session-Id',
  'X-Password',
];
const OF_THE_CONNECTION = [
  'Host',
  'Connection',
  'Keep-Alive',
  'Expect',
  'TE',
  'Transfer-Encoding',
  'Content-Length',
  'Via',
];
const KEPT = ['Content-Type', 'Content-Encoding', 'Accept', 'User-Agent', 'X-Opaque-Id', 'Govuk-Request-Id'];

const sent = (headers: [string, string][], authorization: string | null = null, target = '/pages/_doc/1') =>
  outgoingRequest(
    { method: 'PUT', target, headers, body: Buffer.from('{}'), isBulk: false },
    new Map(),
    '7',
    authorization,
  );

test('captured credentials and headers of the connection are left out, others are kept, and the mark is added', () => {
  const all = [...SECRETS, ...OF_THE_CONNECTION, ...KEPT].map((name): [string, string] => [name, 'value']);
  const expected = Object.fromEntries(KEPT.map((name) => [name.toLowerCase(), 'value']));
  expect(sent(all).headers).toEqual({ ...expected, 'x-restore-desk-replay': '7' });
});

test('credentials are those of the target', () => {
  const { headers } = sent([['authorization', 'Bearer captured']], 'Basic configured');
  expect(headers['authorization']).toBe('Basic configured');
  expect(JSON.stringify(headers)).not.toContain('captured');
});

test('headers that Connection names are left out, and repeated ones are kept in order', () => {
  const { headers } = sent([
    ['Connection', 'close, X-Hop'],
    ['X-Hop', '1'],
    ['X-Tag', 'a'],
    ['x-tag', 'b'],
  ]);
  expect(headers).toEqual({ 'x-tag': ['a', 'b'], 'x-restore-desk-replay': '7' });
});

test('a captured mark does not replace that of this job', () => {
  expect(sent([['X-Restore-Desk-Replay', '3']]).headers['x-restore-desk-replay']).toBe('7');
});

test.each(['http://evil.example/x', '//evil.example/x', '@evil.example/x', 'evil.example/x'])(
  '%s names no host of the request that is sent',
  (target) => {
    const { path } = sent([], null, target);
    expect(path.startsWith('/')).toBe(true);
    expect(path).not.toContain('http:');
  },
);
