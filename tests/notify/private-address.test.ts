import { describe, expect, test } from 'vitest';
import { requirePublicAddress } from '../../lib/notify/checked-connection.ts';
import { isPrivateAddress } from '../../lib/notify/private-address.ts';

describe('private', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.127.255.254',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.170',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::FFFF:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::1',
    '2002:c0a8:101::',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '100::1',
    '5f00::1',
    'localhost',
    '',
  ])('%s', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });
});

describe('public', () => {
  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.255.255',
    '223.255.255.254',
    '2606:4700:4700::1111',
    '[2a00:1450:4001:830::200e]',
    '::ffff:1.1.1.1',
    '64:ff9b::1.1.1.1',
    '2002:101:101::1',
  ])('%s', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});

test.each([
  'http://127.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://0177.0.0.1/',
  'http://[::ffff:7f00:1]/',
])('an address that is written as %s is refused before a connection', (url) => {
  const { hostname } = new URL(url);
  expect(() => requirePublicAddress(hostname, { privateNetwork: false })).toThrow(
    'a private network or of this machine',
  );
  expect(() => requirePublicAddress(hostname, { privateNetwork: true })).not.toThrow();
});

test('a name is left to the look-up of the connection', () => {
  expect(() => requirePublicAddress('localhost', { privateNetwork: false })).not.toThrow();
});
