import { createHash } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestDashboard } from '../support/dashboard.ts';
import { startOpenIdDashboard } from '../support/openid-dashboard.ts';
import { CLIENT, signInAtProvider, type TestProvider } from '../support/openid-provider.ts';
import { HttpClient } from '../support/http-client.ts';

const GROUPS: Record<string, string[]> = {
  ann: ['search-admins', 'staff'],
  ola: ['on-call'],
  vic: ['staff'],
  ungrouped: [],
  stranger: ['another-team'],
};

let dashboard: TestDashboard;
let provider: TestProvider;

beforeAll(async () => {
  ({ dashboard, provider } = await startOpenIdDashboard({
    groupsOf: (name) => GROUPS[name] ?? [],
    roles: '{ viewer: [staff], operator: [on-call], admin: [search-admins] }',
  }));
});
afterAll(async () => {
  await dashboard?.stop();
  await provider?.close();
});
afterEach(() => provider.tamper(null));

const goThrough = (visitor: HttpClient, name: string, to = '/one') =>
  signInAtProvider(visitor, name, `/api/sign-in/openid?to=${encodeURIComponent(to)}`);
const returnTo = (visitor: HttpClient, back: URL) => visitor.send(`${back.pathname}${back.search}`);

async function signIn(name: string, to?: string): Promise<{ visitor: HttpClient; location: string | null }> {
  const visitor = new HttpClient(dashboard.url);
  const answer = await returnTo(visitor, await goThrough(visitor, name, to));
  return { visitor, location: answer.headers.get('location') };
}

const apiStatus = async (visitor: HttpClient, path = '/api/one/jobs') => (await visitor.send(path)).status;

describe('signing in with the provider', () => {
  test('redirects an admin to the requested page, with an httpOnly, SameSite cookie', async () => {
    const visitor = new HttpClient(dashboard.url);
    const back = await goThrough(visitor, 'ann', '/one/jobs?kind=restore');
    const answer = await returnTo(visitor, back);
    expect(answer.headers.get('location')).toBe('/one/jobs?kind=restore');
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('restore-desk-session='))!;
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=lax/i);
    expect(await apiStatus(visitor)).toBe(200);
    expect((await visitor.send('/one')).text).toContain('ann, admin');
  });

  test('gives the role of the group, from the userinfo if the token has no groups', async () => {
    expect((await (await signIn('ola')).visitor.send('/one')).text).toContain('ola, operator');
    const viewer = (await signIn('vic')).visitor;
    expect((await viewer.send('/one')).text).toContain('vic, viewer');
    expect(await apiStatus(viewer, '/api/one/audit-log')).toBe(403);
  });

  test.each(['ungrouped', 'stranger'])('refuses %s, who has no role, and says so', async (name) => {
    const { visitor, location } = await signIn(name);
    expect(location).toBe('/sign-in?problem=no-role');
    expect(await apiStatus(visitor)).toBe(401);
    expect((await visitor.send('/sign-in?problem=no-role')).text).toContain('have no role on any cluster');
  });

  test.each<[string, unknown, string]>([
    ['one group as a string', 'search-admins', '/one'],
    ['a list without names', [['search-admins'], { name: 'search-admins' }, 7, null], '/sign-in?problem=no-role'],
    ['an object', { 'search-admins': true }, '/sign-in?problem=no-role'],
    ['several groups with different roles', ['staff', 'on-call', 'search-admins'], '/one'],
  ])('takes only names as groups: %s', async (_, groups, where) => {
    provider.tamper((claims) => ({ ...claims, groups }));
    const { visitor, location } = await signIn('stranger');
    expect(location).toBe(where);
    if (where === '/one') expect((await visitor.send('/one')).text).toContain('stranger, admin');
  });

  test('takes the name from the userinfo if the token has only the groups', async () => {
    provider.tamper((claims) => ({ ...claims, groups: ['on-call'] }));
    expect((await (await signIn('number-of-ola')).visitor.send('/one')).text).toContain('ola, operator');
  });

  test.each(['ann\u200b', 'a\u034fnn', '\u202eann', ' ann', 'ann\u3164', 'ann\u00a0lee'])(
    'refuses the name %j, and says why',
    async (preferred_username) => {
      provider.tamper((claims) => ({ ...claims, preferred_username, groups: ['search-admins'] }));
      const { visitor, location } = await signIn('stranger');
      expect(location).toBe('/sign-in?problem=name');
      expect(await apiStatus(visitor)).toBe(401);
      expect((await visitor.send('/sign-in?problem=name')).text).toContain('can’t be displayed');
    },
  );

  test.each(['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)'])(
    'never redirects to %s',
    async (to) => {
      expect((await signIn('ann', to)).location).toBe('/');
    },
  );
});

describe('a response of the provider', () => {
  const refused = async (name: string, make: (visitor: HttpClient) => Promise<URL>) => {
    const visitor = new HttpClient(dashboard.url);
    const answer = await returnTo(visitor, await make(visitor));
    expect({ name, location: answer.headers.get('location') }).toEqual({
      name,
      location: expect.stringMatching(/^\/sign-in\?problem=(not-completed|expired)$/),
    });
    expect(visitor.cookies.has('restore-desk-session')).toBe(false);
    expect(await apiStatus(visitor)).toBe(401);
  };
  const now = () => Math.floor(Date.now() / 1000);

  test('is refused with another state', async () => {
    await refused('state', async (visitor) => {
      const back = await goThrough(visitor, 'ann');
      back.searchParams.set('state', 'another');
      return back;
    });
  });

  test('is refused with the code of a sign-in that another browser started', async () => {
    const other = await goThrough(new HttpClient(dashboard.url), 'ann');
    await refused('no cookie', () => Promise.resolve(other));
    await refused('another cookie', async (visitor) => {
      await visitor.send('/api/sign-in/openid');
      return other;
    });
  });

  test('is accepted only once', async () => {
    const visitor = new HttpClient(dashboard.url);
    const back = await goThrough(visitor, 'ann');
    await returnTo(visitor, back);
    const again = await returnTo(visitor, back);
    expect(again.headers.get('location')).toBe('/sign-in?problem=expired');
  });

  test('is accepted only once, also if the browser keeps the cookie of the sign-in', async () => {
    const visitor = new HttpClient(dashboard.url);
    const back = await goThrough(visitor, 'ann');
    const kept = new Map(visitor.cookies);
    expect((await returnTo(visitor, back)).headers.get('location')).toBe('/one');
    visitor.cookies.clear();
    for (const [name, value] of kept) visitor.cookies.set(name, value);
    expect((await returnTo(visitor, back)).headers.get('location')).toBe('/sign-in?problem=expired');
    expect(await apiStatus(visitor)).toBe(401);
  });

  test.each<[string, (claims: Record<string, unknown>) => Record<string, unknown>]>([
    ['nonce', (claims) => ({ ...claims, nonce: 'another' })],
    ['no nonce', ({ nonce: _, ...claims }) => claims],
    ['issuer', (claims) => ({ ...claims, iss: 'http://127.0.0.1:1' })],
    ['audience', (claims) => ({ ...claims, aud: 'another-client' })],
    ['expired', (claims) => ({ ...claims, iat: now() - 7200, exp: now() - 3600 })],
    ['no subject', ({ sub: _, ...claims }) => claims],
  ])('is refused with a wrong token: %s', async (name, change) => {
    provider.tamper(change);
    await refused(name, (visitor) => goThrough(visitor, 'ann'));
  });

  test('is refused with a token that is signed with another key', async () => {
    provider.tamper((claims) => claims, { foreignKey: true });
    await refused('signature', (visitor) => goThrough(visitor, 'ann'));
  });

  test('is refused with an error instead of a code', async () => {
    await refused('error', async (visitor) => {
      const back = await goThrough(visitor, 'ann');
      back.search = `?error=access_denied&error_description=${encodeURIComponent('<script>alert(1)</script>')}&state=${back.searchParams.get('state')}&iss=${encodeURIComponent(provider.issuer)}`;
      return back;
    });
  });

  test('is accepted if the token is signed again without changes, so the refusals above have another cause', async () => {
    provider.tamper((claims) => claims);
    expect((await signIn('ann')).location).toBe('/one');
  });
});

test('the browser has only a random id of its pending sign-in; the server has state and verifier until it is taken', async () => {
  const visitor = new HttpClient(dashboard.url);
  const back = await goThrough(visitor, 'ann');
  const id = visitor.cookies.get('restore-desk-sign-in')!;
  expect(id).toMatch(/^rds_[\w-]{43}$/);
  const row = () => {
    const database = new DatabaseSync(join(dashboard.dataDirectory, 'access.sqlite'), { readOnly: true });
    const found = database
      .prepare('SELECT * FROM pending_sign_ins WHERE id_hash = ?')
      .get(createHash('sha256').update(id).digest('hex'));
    database.close();
    return found;
  };
  expect(row()).toMatchObject({ state: back.searchParams.get('state'), return_path: '/one' });
  expect(Object.values(row()!)).not.toContain(id);
  await returnTo(visitor, back);
  expect(row()).toBeUndefined();
  expect(existsSync(join(dashboard.dataDirectory, 'session.key')), 'no key without approvals').toBe(false);
});

test('no code, token, secret or cookie of a sign-in is in the log', async () => {
  const visitor = new HttpClient(dashboard.url);
  const back = await goThrough(visitor, 'ann');
  await returnTo(visitor, back);
  for (const secret of [CLIENT.secret, back.searchParams.get('code')!, ...visitor.cookies.values()])
    expect(dashboard.output()).not.toContain(secret);
});

test('while the data directory is missing, no sign-in starts or completes, and both say why', async () => {
  const visitor = new HttpClient(dashboard.url);
  const back = await goThrough(visitor, 'ann');
  renameSync(dashboard.dataDirectory, `${dashboard.dataDirectory}-elsewhere`);
  try {
    const begun = await new HttpClient(dashboard.url).send('/api/sign-in/openid?to=%2Fone');
    expect(begun.headers.get('location')).toBe('/sign-in?problem=data');
    expect((await returnTo(visitor, back)).headers.get('location')).toBe('/sign-in?problem=data');
  } finally {
    renameSync(`${dashboard.dataDirectory}-elsewhere`, dashboard.dataDirectory);
  }
  expect((await signIn('ann')).location).toBe('/one');
});

test('a provider that stops, before or during a sign-in, is reported as unreachable', async () => {
  const visitor = new HttpClient(dashboard.url);
  const back = await goThrough(visitor, 'ann');
  await provider.close();
  expect((await returnTo(visitor, back)).headers.get('location')).toBe('/sign-in?problem=unreachable');
  await dashboard.restart();
  const { status, headers } = await visitor.send('/api/sign-in/openid?to=%2Fone');
  expect({ status, location: headers.get('location') }).toEqual({
    status: 303,
    location: '/sign-in?problem=unreachable',
  });
  expect((await visitor.send('/sign-in?problem=unreachable')).text).toContain('The sign-in provider can’t be reached.');
});
