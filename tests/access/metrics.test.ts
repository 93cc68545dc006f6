import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';

const TOKEN = 'a-token-of-the-metrics-9f2c';
const PASSWORD = 'a long enough password';
const CLUSTERS = 'clusters:\n  one: { name: search-one, url: "http://127.0.0.1:9", backups: backups }\n';
const LOCAL_SIGN_IN = 'signIn: { kind: local }\n';

type Headers = Record<string, string>;

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** As raw as Node permits: also with another `host`. */
function ask(
  dashboard: TestDashboard,
  { headers = {}, method = 'GET', path = '/metrics' }: { headers?: Headers; method?: string; path?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(dashboard.url), { path, method, headers, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (some: Buffer) => (text += some.toString('utf8')));
      answer.once('error', reject);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** The same whatever is configured. */
function expectRefused({ headers, status, text }: Answer): void {
  expect({ status, text, challenge: headers['www-authenticate'] }).toEqual({
    status: 401,
    text: 'Not authorised to read the metrics.\n',
    challenge: 'Bearer realm="metrics"',
  });
}

function expectMetrics({ headers, status, text }: Answer): void {
  expect({ status, type: headers['content-type'], stored: headers['cache-control'] }).toEqual({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
    stored: 'no-store',
  });
  expect(text).toMatch(/^restore_desk_build_info\{/m);
}

/** A dashboard with this configuration, for the tests of one block. */
function useDashboard(configuration: string, env: Record<string, string> = {}): () => TestDashboard {
  let dashboard: TestDashboard;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'metrics-access-'));
    mkdirSync(join(directory, 'data'));
    await addLocalUser(join(directory, 'data/users.json'), 'ann', PASSWORD, { role: 'admin' });
    dashboard = await startDashboard({ directory, configuration, env });
  });
  afterAll(async () => {
    await dashboard?.stop();
    await rm(directory, { recursive: true, force: true });
  });
  return () => dashboard;
}

/** What a proxy adds. */
const FORWARDED: Headers[] = [
  { 'x-forwarded-for': '127.0.0.1' },
  { 'x-forwarded-proto': 'https' },
  { forwarded: 'for=127.0.0.1' },
  { 'x-real-ip': '127.0.0.1' },
  { via: '1.1 proxy' },
];

describe('with a token', () => {
  const dashboard = useDashboard(`${LOCAL_SIGN_IN}metrics: { token: { env: TOKEN } }\n${CLUSTERS}`, { TOKEN });
  const withToken = (token: string) => ({ authorization: `Bearer ${token}` });

  test('the metrics are read by who has it, also through a proxy and under another name', async () => {
    for (const headers of [{}, { host: 'desk.example.org' }, ...FORWARDED])
      expectMetrics(await ask(dashboard(), { headers: { ...withToken(TOKEN), ...headers } }));
    expectMetrics(await ask(dashboard(), { headers: { authorization: `bearer ${TOKEN}` } }));
  });

  test('anything else is refused, also from this machine', async () => {
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      TOKEN,
      `Basic ${Buffer.from(`a:${TOKEN}`).toString('base64')}`,
      `Bearer ${TOKEN.slice(0, -1)}`,
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.toUpperCase()}`,
      `Bearer ${TOKEN} ${TOKEN}`,
      'Bearer null',
    ])
      expectRefused(await ask(dashboard(), { headers: { authorization } }));
    expectRefused(await ask(dashboard()));
    expectRefused(await ask(dashboard(), { path: `/metrics?token=${TOKEN}` }));
    expectRefused(await ask(dashboard(), { headers: { 'x-restore-desk-local': 'yes' } }));
  });

  test('a session is none: an admin in a browser is refused', async () => {
    const admin = new HttpClient(dashboard().url);
    const signIn = builtActions().find(({ name }) => name === 'signIn')!;
    const { value } = await admin.callAction('/sign-in', signIn.id, { name: 'ann', password: PASSWORD, to: '/one' });
    expect(value?.ok).toBe(true);
    expect((await admin.send('/metrics')).status).toBe(401);
  });

  test('HEAD has the headers of GET alone, and nothing but GET and HEAD is answered', async () => {
    const head = await ask(dashboard(), { method: 'HEAD', headers: withToken(TOKEN) });
    expect({ status: head.status, text: head.text }).toEqual({ status: 200, text: '' });
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect((await ask(dashboard(), { method, headers: withToken(TOKEN) })).status).toBe(405);
  });

  test('another site’s page is refused, though it knows the token', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }] as Headers[])
      expect((await ask(dashboard(), { headers: { ...withToken(TOKEN), ...headers } })).status).toBe(403);
  });

  test('neither the metrics nor the log have the token', async () => {
    const { text } = await ask(dashboard(), { headers: withToken(TOKEN) });
    expect(`${text}${dashboard().output()}`).not.toContain(TOKEN);
  });
});

describe('with a sign-in and `local: true`', () => {
  const dashboard = useDashboard(`${LOCAL_SIGN_IN}trustedProxies: [127.0.0.1]\nmetrics: { local: true }\n${CLUSTERS}`);

  test('a program of this machine reads the metrics', async () => {
    const { port } = new URL(dashboard().url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'LOCALHOST', '[::1]'])
      expectMetrics(await ask(dashboard(), { headers: { host } }));
  });

  test('what a proxy passes on, or was sent to another name, is refused', async () => {
    for (const headers of [...FORWARDED, { host: 'desk.example.org' }, { host: 'localhost.evil.example' }])
      expectRefused(await ask(dashboard(), { headers }));
    for (const headers of FORWARDED)
      expectRefused(await ask(dashboard(), { headers: { ...headers, 'x-restore-desk-local': 'yes' } }));
  });
});

describe('with a sign-in, and nothing about metrics', () => {
  const dashboard = useDashboard(`${LOCAL_SIGN_IN}${CLUSTERS}`);

  test('nobody reads them', async () => {
    for (const headers of [{}, { authorization: `Bearer ${TOKEN}` }, { authorization: 'Bearer ' }] as Headers[])
      expectRefused(await ask(dashboard(), { headers }));
  });
});

describe('without a sign-in', () => {
  const dashboard = useDashboard(CLUSTERS);

  test('this machine reads the metrics, unless a proxy passes the request on', async () => {
    expectMetrics(await ask(dashboard()));
    for (const headers of FORWARDED) expectRefused(await ask(dashboard(), { headers }));
    expect((await ask(dashboard(), { headers: { host: 'evil.example' } })).status).toBe(403);
  });
});

describe('without a sign-in, and behind a public address', () => {
  const dashboard = useDashboard(`publicUrl: https://desk.example.org\nmetrics: { local: true }\n${CLUSTERS}`);

  test('a program of this machine still reads them: the address is that of the pages', async () => {
    expectMetrics(await ask(dashboard()));
  });
});
