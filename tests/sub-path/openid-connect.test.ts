import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { builtActions } from '../support/built-routes.ts';
import type { TestDashboard } from '../support/dashboard.ts';
import { startOpenIdDashboard } from '../support/openid-dashboard.ts';
import { signInAtProvider, type TestProvider } from '../support/openid-provider.ts';
import { HttpClient } from '../support/http-client.ts';

const SUB_PATH = '/tools/restore-desk';

let dashboard: TestDashboard;
let provider: TestProvider;

beforeAll(async () => {
  ({ dashboard, provider } = await startOpenIdDashboard({
    basePath: SUB_PATH,
    groupsOf: () => [],
    groupsClaim: 'realm_access.roles',
    roles: '{ viewer: [], operator: [on-call], admin: [] }',
  }));
});
afterAll(async () => {
  await dashboard?.stop();
  await provider?.close();
});
afterEach(() => provider.tamper(null));

const visitor = () => new HttpClient(dashboard.url);
const locationOf = (headers: Headers, text: string) => headers.get('location') ?? text.match(/url=([^"]+)"/)?.[1] ?? '';
const back = async (who: HttpClient, address: URL) => (await who.send(`${address.pathname}${address.search}`)).headers;

/** Groups in a nested claim of the token, as of some providers. */
const withRoles = (...roles: string[]) => provider.tamper((claims) => ({ ...claims, realm_access: { roles } }));

test('a pasted link leads through the provider back to itself, with every address and cookie below the sub-path', async () => {
  withRoles('on-call');
  const who = visitor();
  const turned = await who.send(`${SUB_PATH}/one/jobs?kind=restore`);
  const signIn = new URL(locationOf(turned.headers, turned.text), dashboard.url);
  expect(`${signIn.pathname}${signIn.search}`).toBe(
    `${SUB_PATH}/sign-in?to=${encodeURIComponent('/one/jobs?kind=restore')}`,
  );
  const link = (await who.send(`${signIn.pathname}${signIn.search}`)).text
    .match(/href="([^"]*\/api\/sign-in\/openid[^"]*)"/)![1]!
    .replaceAll('&amp;', '&');
  expect(link).toBe(`${SUB_PATH}/api/sign-in/openid?to=${encodeURIComponent('/one/jobs?kind=restore')}`);
  const address = await signInAtProvider(who, 'number-of-ola', link);
  expect(address.pathname).toBe(`${SUB_PATH}/api/sign-in/callback`);
  const headers = await back(who, address);
  expect(headers.get('location')).toBe(`${SUB_PATH}/one/jobs?kind=restore`);
  const cookies = headers.getSetCookie();
  expect(cookies.map((cookie) => cookie.split('=')[0]).sort()).toEqual([
    'restore-desk-session',
    'restore-desk-sign-in',
  ]);
  for (const cookie of cookies) expect(cookie.split('; ')).toContain(`Path=${SUB_PATH}`);
  expect((await who.send(`${SUB_PATH}/one`)).text).toContain('ola, operator');
  expect((await who.send(`${SUB_PATH}/api/one/jobs`)).status).toBe(200);
  expect(
    (await who.callAction(`${SUB_PATH}/one`, builtActions().find(({ name }) => name === 'signOut')!.id, undefined))
      .value,
  ).toEqual({ ok: true });
  expect((await who.send(`${SUB_PATH}/api/one/jobs`)).status).toBe(401);
});

test('a refused sign-in leads to the sign-in page below the sub-path, and no address leads outside of it', async () => {
  const begin = (to = '/one') => `${SUB_PATH}/api/sign-in/openid?to=${encodeURIComponent(to)}`;
  const stranger = visitor();
  expect((await back(stranger, await signInAtProvider(stranger, 'stranger', begin()))).get('location')).toBe(
    `${SUB_PATH}/sign-in?problem=no-role`,
  );
  withRoles('on-call');
  const forged = visitor();
  const address = await signInAtProvider(forged, 'ola', begin());
  address.searchParams.set('state', 'another');
  expect((await back(forged, address)).get('location')).toBe(`${SUB_PATH}/sign-in?problem=not-completed`);
  for (const to of ['//evil.example', '/\\evil.example', '/..//evil.example', 'https://evil.example']) {
    const who = visitor();
    expect((await back(who, await signInAtProvider(who, 'ola', begin(to)))).get('location')).toBe(`${SUB_PATH}/`);
  }
});
