import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { builtActions, builtRoutes, type BuiltAction } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';

const PASSWORD = 'a long enough password';
const configuration = `
signIn: { kind: local }
clusters:
  one: { name: search-one, url: "http://127.0.0.1:9", backups: backups }
  two: { name: search-two, url: "http://127.0.0.1:9", backups: backups-two, roles: { admin: ['user:ann'] } }
`;

let directory: string;
let dashboard: TestDashboard;
let visitors: Record<'anonymous' | 'viewer' | 'operator' | 'admin', HttpClient>;

async function signedIn(name: string): Promise<HttpClient> {
  const visitor = new HttpClient(dashboard.url);
  const signIn = builtActions().find((action) => action.name === 'signIn')!;
  const { value } = await visitor.callAction('/sign-in', signIn.id, { name, password: PASSWORD, to: '/one' });
  expect(value).toEqual({ ok: true, to: '/one' });
  return visitor;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'every-route-'));
  mkdirSync(join(directory, 'data'));
  const users = join(directory, 'data/users.json');
  await addLocalUser(users, 'vic', PASSWORD, { role: 'viewer' });
  await addLocalUser(users, 'ola', PASSWORD, { role: 'operator' });
  await addLocalUser(users, 'ann', PASSWORD, { role: 'admin' });
  dashboard = await startDashboard({ configuration, directory });
  visitors = {
    anonymous: new HttpClient(dashboard.url),
    viewer: await signedIn('vic'),
    operator: await signedIn('ola'),
    admin: await signedIn('ann'),
  };
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

const jobs = (): number =>
  Number(
    new DatabaseSync(join(directory, 'data/restore-desk.sqlite')).prepare('SELECT count(*) AS n FROM jobs').get()?.n,
  );

/** Headers that a browser sends for another site's page, and headers that an attacker may add. */
const foreign: Record<string, string>[] = [
  { origin: 'https://evil.example' },
  { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
];

/** Signing in requires no session, and signing out any session. */
const isSignIn = (action: BuiltAction) => action.file === 'app/sign-in/actions.ts';
const changes = () => builtActions().filter((action) => !isSignIn(action));

test('the addresses that the audit log had before redirect to it for good, with the query', async () => {
  for (const [before, now] of [
    ['/one/record?text=ann%20b&outcome=done', '/one/audit-log?text=ann%20b&outcome=done'],
    ['/api/one/record?text=ann', '/api/one/audit-log?text=ann'],
  ] as const) {
    const response = await fetch(`${dashboard.url}${before}`, { redirect: 'manual' });
    expect({ status: response.status, location: response.headers.get('location') }).toEqual({
      status: 308,
      location: now,
    });
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  }
  // Past the redirect nothing is read without a session.
  expect((await fetch(`${dashboard.url}/api/one/record`)).status).toBe(401);
});

describe('every server action of the build', () => {
  test('is found: the list has at least ten', () => {
    expect(changes().length).toBeGreaterThanOrEqual(10);
  });

  test('refuses a visitor without a session, for any input', async () => {
    for (const action of changes()) {
      for (const input of [{ cluster: 'one' }, undefined, { cluster: '../../etc' }]) {
        const { value } = await visitors.anonymous.callAction(action.path, action.id, input);
        expect({ action: action.name, code: value?.failure?.code }).toEqual({
          action: action.name,
          code: 'unauthorised',
        });
      }
    }
    expect(jobs()).toBe(0);
  });

  test('refuses a forged and an altered session', async () => {
    const forged = new HttpClient(dashboard.url);
    const [[name, cookie]] = [...visitors.admin.cookies] as [[string, string]];
    for (const value of ['forged', `${cookie.slice(0, -4)}AAAA`, Buffer.alloc(80).toString('base64url')]) {
      forged.cookies.set(name, value);
      for (const action of changes())
        expect((await forged.callAction(action.path, action.id, { cluster: 'one' })).value?.failure?.code).toBe(
          'unauthorised',
        );
    }
  });

  test('refuses a viewer, for any input', async () => {
    for (const action of changes()) {
      for (const input of [{ cluster: 'one' }, undefined, { cluster: 'two' }, { cluster: 'three' }]) {
        const { value } = await visitors.viewer.callAction(action.path, action.id, input);
        expect({ action: action.name, code: value?.failure?.code }).toEqual({ action: action.name, code: 'forbidden' });
        expect(value?.failure?.message).toMatch(/Only an (operator|admin) may|Your role does not allow this/);
      }
    }
    expect(jobs()).toBe(0);
  });

  test('refuses a request that another site sends from an admin’s browser, also with a forwarded host', async () => {
    for (const action of changes()) {
      for (const headers of foreign) {
        const { value, status } = await visitors.admin.callAction(action.path, action.id, { cluster: 'one' }, headers);
        expect({
          action: action.name,
          headers,
          refused: value === undefined ? status >= 400 : value.failure?.code === 'forbidden',
        }).toEqual({ action: action.name, headers, refused: true });
      }
    }
    expect(jobs()).toBe(0);
  });

  test('refuses an operator on a cluster where they have no role', async () => {
    for (const action of changes()) {
      const { value } = await visitors.operator.callAction(action.path, action.id, { cluster: 'two' });
      expect({ action: action.name, code: value?.failure?.code }).toEqual({
        action: action.name,
        code: expect.stringMatching(/forbidden|not_found/),
      });
    }
  });

  test('accepts an admin, and then checks the input', async () => {
    for (const action of changes()) {
      const { value } = await visitors.admin.callAction(action.path, action.id, { cluster: 'one' });
      expect({ action: action.name, code: value?.failure?.code }).toEqual({
        action: action.name,
        code: 'invalid_input',
      });
    }
  });

  test('is in the audit log when it is refused, with the user and the address', async () => {
    const before = await auditLines();
    for (const action of changes()) {
      for (const visitor of [visitors.viewer, visitors.anonymous])
        await visitor.callAction(action.path, action.id, { cluster: 'one' });
    }
    const after = await auditLines();
    for (const actor of ['vic', null])
      expect({ actor, refused: refusalsOf(after, actor) - refusalsOf(before, actor) }).toEqual({
        actor,
        refused: changes().length,
      });
    expect(new Set(after.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  });
});

interface AuditLine {
  action: string;
  outcome: string;
  actor: string | null;
  address: string | null;
  note: string | null;
}

async function auditLines(): Promise<AuditLine[]> {
  const { text } = await visitors.admin.send('/api/one/audit-log');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditLine);
}

/** Those with a line, and those that a line counts: one sender has fifty lines (lib/access/audit-rate-limit.ts). */
const refusalsOf = (lines: readonly AuditLine[], actor: string | null): number =>
  lines
    .filter((line) => line.actor === actor && line.outcome === 'refused' && line.action !== 'sign in')
    .reduce((sum, { action, note }) => sum + (action === 'refusals left out' ? Number(/^\d+/.exec(note!)) : 1), 0);

describe('every page and route of the build', () => {
  /** Public: the liveness check and the sign-in. */
  const open = new Set(['/api/live', '/sign-in', '/api/sign-in/openid', '/api/sign-in/callback']);
  const closed = () => builtRoutes().filter(({ route }) => !open.has(route));
  /** Read with a token or from this machine, by no session: metrics.test.ts. */
  const withoutSession = new Set(['/metrics']);

  test('redirects a visitor without a session to the sign-in, or refuses them', async () => {
    for (const entry of closed()) {
      const { status, headers, text } = await visitors.anonymous.send(entry.address);
      if (entry.kind === 'page')
        expect({
          route: entry.route,
          to: headers.get('location') ?? text.match(/NEXT_REDIRECT;replace;([^;]+)/)?.[1],
        }).toEqual({ route: entry.route, to: expect.stringContaining('/sign-in') });
      else expect({ route: entry.route, status }).toEqual({ route: entry.route, status: 401 });
      expect(text).not.toContain('search-one');
    }
  });

  test('checks the session itself, also if the browser says that it already has the layout', async () => {
    for (const entry of closed().filter(({ kind }) => kind === 'page')) {
      expect({ route: entry.route, checks: /\b(?:openCluster|currentUser)\(/.test(entry.source) }).toEqual({
        route: entry.route,
        checks: true,
      });
      const { headers, text } = await visitors.anonymous.send(`${entry.address}?_rsc`, { headers: { rsc: '1' } });
      const received = `${headers.get('location') ?? ''} ${text}`;
      expect({ route: entry.route, received }).toEqual({
        route: entry.route,
        received: expect.stringContaining('/sign-in'),
      });
      expect(received).not.toContain('search-one');
    }
  });

  test('allows a viewer only if it requires nothing but the permission to read', async () => {
    for (const entry of closed().filter(({ kind, route }) => kind === 'route' && !withoutSession.has(route))) {
      // One of all clusters of a person answers with those on which they may read.
      const ofAll = /\bdefineSignedInRoute\(/.test(entry.source) ? 'read' : undefined;
      const needs = entry.source.match(/needs: '([a-z-]+)'/)?.[1] ?? ofAll;
      expect({ route: entry.route, needs }).toEqual({ route: entry.route, needs: expect.any(String) });
      const { status } = await visitors.viewer.send(entry.address);
      expect({ route: entry.route, refused: status === 403 }).toEqual({
        route: entry.route,
        refused: needs !== 'read',
      });
    }
  });

  test('answers HEAD with the status of GET and no body', async () => {
    for (const entry of closed()) {
      for (const who of [visitors.anonymous, visitors.viewer]) {
        const [head, get] = [await who.send(entry.address, { method: 'HEAD' }), await who.send(entry.address)];
        expect({ route: entry.route, status: head.status, text: head.text }).toEqual({
          route: entry.route,
          status: get.status,
          text: '',
        });
      }
    }
  });

  test('reports no defect to an admin, though the cluster doesn’t respond', async () => {
    for (const entry of closed()) {
      const { status, text } = await visitors.admin.send(entry.address);
      expect({ route: entry.route, defect: status === 500 || text.includes('"code":"defect"') }).toEqual({
        route: entry.route,
        defect: false,
      });
    }
  });

  test('answers the same for a cluster where the user has no role and for one that doesn’t exist', async () => {
    for (const entry of closed().filter(({ route }) => route.includes('[cluster]'))) {
      const hidden = await visitors.operator.send(entry.address.replace('/one', '/two'));
      const absent = await visitors.operator.send(entry.address.replace('/one', '/three'));
      expect({ route: entry.route, status: hidden.status }).toEqual({ route: entry.route, status: absent.status });
      expect(hidden.text).not.toContain('search-two');
    }
  });

  test('refuses a fetch from another site, if it is a route', async () => {
    for (const entry of closed().filter(({ kind }) => kind === 'route')) {
      for (const headers of foreign.filter((each) => each['x-forwarded-host'] === undefined)) {
        const { status, headers: sent } = await visitors.admin.send(entry.address, { headers });
        expect({ route: entry.route, status, allowed: sent.get('access-control-allow-origin') }).toEqual({
          route: entry.route,
          status: 403,
          allowed: null,
        });
      }
    }
  });

  test('answers only GET, if it is a route and takes no upload (import-upload.test.ts)', async () => {
    for (const entry of builtRoutes().filter(({ kind }) => kind === 'route')) {
      const takesUploads = entry.route === '/api/[cluster]/backups/import';
      for (const method of [...(takesUploads ? [] : ['POST']), 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
        expect({
          route: entry.route,
          method,
          status: (await visitors.admin.send(entry.address, { method })).status,
        }).toEqual({ route: entry.route, method, status: 405 });
    }
  });

  test('sends the strict security headers', async () => {
    const nonces = new Set<string>();
    for (const entry of [...builtRoutes(), { address: '/nothing/here/at/all' }]) {
      const { headers } = await visitors.admin.send(entry.address);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
      nonces.add(policy.match(/'nonce-([^']+)'/)?.[1] ?? '');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
    }
    expect(nonces.size).toBe(builtRoutes().length + 1);
  });
});
