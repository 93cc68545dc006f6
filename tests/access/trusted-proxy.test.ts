import { get, type OutgoingHttpHeaders } from 'node:http';
import { SignJWT, exportSPKI, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';

const SECRET = 'planted-secret-of-the-proxy';
const clusters =
  'roles: { viewer: [staff], admin: [search-admins] }\nclusters:\n  one: { name: search-one, url: "http://127.0.0.1:9", backups: backups }\n';

const statusOf = async (dashboard: TestDashboard, headers: Record<string, string>) =>
  (await new HttpClient(dashboard.url, headers).send('/api/one/jobs')).status;

/** Sends repeated headers, which `fetch` would join. */
const rawStatusOf = (dashboard: TestDashboard, headers: OutgoingHttpHeaders): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(`${dashboard.url}/api/one/jobs`, { headers, agent: false }, (answer) =>
      resolve(answer.resume().statusCode),
    ).once('error', reject);
  });

describe('a proxy with a shared secret', () => {
  let dashboard: TestDashboard;
  beforeAll(async () => {
    dashboard = await startDashboard({
      env: { PROXY_SECRET: SECRET },
      configuration: `signIn: { kind: proxy, from: [127.0.0.1], proof: { header: x-proxy-secret, secret: { env: PROXY_SECRET } } }\n${clusters}`,
    });
  });
  afterAll(() => dashboard?.stop());

  test('is trusted', async () => {
    const headers = {
      'x-proxy-secret': SECRET,
      'x-forwarded-user': 'ann',
      'x-forwarded-groups': 'staff, search-admins',
    };
    expect(await statusOf(dashboard, headers)).toBe(200);
    expect((await new HttpClient(dashboard.url, headers).send('/one')).text).toContain('ann, admin');
  });

  test.each<[string, Record<string, string>]>([
    ['no headers', {}],
    ['no secret', { 'x-forwarded-user': 'ann', 'x-forwarded-groups': 'search-admins' }],
    [
      'a wrong secret',
      { 'x-proxy-secret': 'guessed', 'x-forwarded-user': 'ann', 'x-forwarded-groups': 'search-admins' },
    ],
    ['no name', { 'x-proxy-secret': SECRET, 'x-forwarded-groups': 'search-admins' }],
  ])('is not trusted with %s', async (_, headers) => {
    expect(await statusOf(dashboard, headers)).toBe(401);
  });

  test('is not trusted if a header is repeated: a client may have sent one of them', async () => {
    const trusted = { 'x-proxy-secret': SECRET, 'x-forwarded-user': 'vic', 'x-forwarded-groups': 'staff' };
    expect(await rawStatusOf(dashboard, trusted)).toBe(200);
    for (const repeated of [
      { 'x-forwarded-groups': ['search-admins', 'staff'] },
      { 'x-forwarded-user': ['ann', 'vic'] },
      { 'x-proxy-secret': ['guessed', SECRET] },
    ]) {
      expect(await rawStatusOf(dashboard, { ...trusted, ...repeated })).toBe(401);
    }
  });

  test('is not trusted with a header whose name is only similar', async () => {
    expect(
      await statusOf(dashboard, {
        x_proxy_secret: SECRET,
        'x-forwarded-user': 'ann',
        'x-forwarded-groups': 'search-admins',
      }),
    ).toBe(401);
  });

  /** As it is sent: each byte of UTF-8 is a character of Latin-1. */
  const onTheWire = (name: string) => Buffer.from(name).toString('latin1');
  const named = (name: string) => ({
    'x-proxy-secret': SECRET,
    'x-forwarded-user': onTheWire(name),
    'x-forwarded-groups': 'search-admins',
  });

  test.each(['ann\u200b', 'a\u034fnn', '\u202eann', 'ann\u3164', 'ann\ufe0f', 'ann\u00a0', 'ann\u{e0061}'])(
    'is not trusted with the user name %j',
    async (name) => {
      expect(await statusOf(dashboard, named(name))).toBe(401);
    },
  );

  test('may send a user name with letters other than ASCII', async () => {
    expect((await new HttpClient(dashboard.url, named('Jörg Müller')).send('/one')).text).toContain(
      'Jörg Müller, admin',
    );
  });

  test('gets 403 for a user without a role', async () => {
    expect(
      await statusOf(dashboard, {
        'x-proxy-secret': SECRET,
        'x-forwarded-user': 'stranger',
        'x-forwarded-groups': 'others',
      }),
    ).toBe(403);
  });
});

test('the secret is ignored from an address that isn’t configured, also if the headers claim a configured one', async () => {
  const dashboard = await startDashboard({
    env: { PROXY_SECRET: SECRET },
    configuration: `signIn: { kind: proxy, from: [192.0.2.1], proof: { header: x-proxy-secret, secret: { env: PROXY_SECRET } } }\n${clusters}`,
  });
  try {
    const claimed = {
      'x-forwarded-for': '192.0.2.1',
      'x-restore-desk-peer': '192.0.2.1',
      'x-real-ip': '192.0.2.1',
      forwarded: 'for=192.0.2.1',
    };
    expect(
      await statusOf(dashboard, {
        ...claimed,
        'x-proxy-secret': SECRET,
        'x-forwarded-user': 'ann',
        'x-forwarded-groups': 'search-admins',
      }),
    ).toBe(401);
  } finally {
    await dashboard.stop();
  }
});

test('a proxy with a signed token is trusted only if the token is valid', async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const other = await generateKeyPair('ES256');
  const pem = await exportSPKI(publicKey);
  const dashboard = await startDashboard({
    env: { PROXY_KEY: pem },
    configuration: `signIn: { kind: proxy, from: [127.0.0.0/8], proof: { tokenHeader: x-token, tokenKey: { env: PROXY_KEY }, issuer: proxy, audience: restore-desk } }\n${clusters}`,
  });
  try {
    const token = (change: (jwt: SignJWT) => SignJWT = (jwt) => jwt, key = privateKey) =>
      change(
        new SignJWT({ groups: ['search-admins'] })
          .setProtectedHeader({ alg: 'ES256' })
          .setSubject('ann')
          .setIssuer('proxy')
          .setAudience('restore-desk')
          .setExpirationTime('5m'),
      ).sign(key);
    expect(await statusOf(dashboard, { 'x-token': await token() })).toBe(200);
    expect(await statusOf(dashboard, { 'x-token': `Bearer ${await token()}` })).toBe(200);
    expect(await statusOf(dashboard, { 'x-token': await token((jwt) => jwt.setSubject('ann\u200b')) })).toBe(401);
    const [head, body] = (await token()).split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    const confused = await new SignJWT({ groups: ['search-admins'] })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('ann')
      .setIssuer('proxy')
      .setAudience('restore-desk')
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode(pem));
    const wrong = {
      signature: await token(undefined, other.privateKey),
      issuer: await token((jwt) => jwt.setIssuer('another')),
      audience: await token((jwt) => jwt.setAudience('another')),
      expired: await token((jwt) => jwt.setExpirationTime('-1m')),
      unsigned,
      cut: `${head}.${body}`,
      'the public key as a shared secret': confused,
    };
    for (const [name, value] of Object.entries(wrong))
      expect({ name, status: await statusOf(dashboard, { 'x-token': value }) }).toEqual({ name, status: 401 });
  } finally {
    await dashboard.stop();
  }
});
