import { expect, test } from 'vitest';
import { lookUpChannel } from '../../lib/notify/look-up-channel.ts';
import type { ConfiguredChannel } from '../../lib/config/configuration.ts';

const channel = (over: object): ConfiguredChannel =>
  ({ name: 'hook', kind: 'webhook', privateNetwork: false, ...over }) as ConfiguredChannel;
const to = (url: string, over: object = {}) =>
  channel({ host: new URL(url).host, access: { url, secret: null, ca: null }, ...over });

test.each([
  ['a private address', to('https://10.0.0.7:8443/in'), { host: '10.0.0.7', addresses: ['10.0.0.7'], refused: true }],
  ['one in IPv6', to('https://[::1]/in'), { host: '::1', addresses: ['::1'], refused: true }],
  ['one that is intended', to('https://10.0.0.7/in', { privateNetwork: true }), { host: '10.0.0.7', refused: false }],
  ['a public one', to('https://93.184.215.14/in'), { host: '93.184.215.14', refused: false }],
  ['a name of this machine', to('https://localhost/in'), { host: 'localhost', refused: true }],
  [
    'a mail server on this machine',
    channel({ kind: 'email', server: '127.0.0.1', access: { host: '127.0.0.1', port: 25 } }),
    { host: '127.0.0.1', refused: true },
  ],
])('%s', async (_, configured, found) => {
  expect(await lookUpChannel(configured)).toMatchObject(found);
});

test('a name that nobody knows is the error of the name service', async () => {
  await expect(lookUpChannel(to('https://no-such-host.invalid/in'))).rejects.toMatchObject({
    code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) as string,
  });
});
