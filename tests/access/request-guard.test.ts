import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';

const PASSWORD = 'a long enough password';
const LIMIT_BYTES = 1024 * 1024;

let directory: string;
let dashboard: TestDashboard;
let admin: HttpClient;

const action = (name: string) => builtActions().find((each) => each.name === name)!;
const cookieOf = (who: HttpClient) => [...who.cookies].map((pair) => pair.join('=')).join('; ');

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'request-guard-'));
  mkdirSync(join(directory, 'data'));
  await addLocalUser(join(directory, 'data/users.json'), 'ann', PASSWORD, { role: 'admin' });
  dashboard = await startDashboard({
    directory,
    configuration:
      'signIn: { kind: local }\ntrustedProxies: [127.0.0.1]\nclusters:\n  one: { name: search-one, url: "http://127.0.0.1:9", backups: backups }\n',
  });
  admin = new HttpClient(dashboard.url);
  expect(
    (await admin.callAction('/sign-in', action('signIn').id, { name: 'ann', password: PASSWORD, to: '/one' })).value
      ?.ok,
  ).toBe(true);
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Sends a request on its own connection, as raw as Node permits; with `chunks`, without a declared length. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string; chunks?: number; from?: string } = {},
): Promise<Answer> {
  const { method = 'POST', headers = {}, body, chunks, from } = options;
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(dashboard.url),
      { path, method, headers, agent: false, ...(from ? { localAddress: from } : {}) },
      (answer) => {
        let text = '';
        answer.on('data', (some: Buffer) => (text += some.toString('utf8')));
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      },
    );
    // Expected: the server closes the connection while the body is still being sent.
    asked.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? undefined : reject(error),
    );
    if (chunks === undefined) return void asked.end(body);
    let left = chunks;
    const more = () => (left-- > 0 ? asked.write('x'.repeat(64 * 1024), more) : asked.end());
    more();
  });
}

/** Sends these bytes; resolves to all that is received until the connection ends. */
const raw = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(dashboard.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (some) => (text += some.toString('utf8')));
    socket.once('close', () => resolve(text));
    socket.on('error', () => undefined);
    socket.setTimeout(5000, () => socket.destroy());
    socket.write(bytes);
  });

const toAction = (who: HttpClient): Record<string, string> => ({
  'next-action': action('switchAlias').id,
  'content-type': 'text/plain;charset=UTF-8',
  origin: dashboard.url,
  cookie: cookieOf(who),
});

describe('a request body', () => {
  const tooLong = 'x'.repeat(LIMIT_BYTES + 1);
  const places = (): [string, string, Record<string, string>][] => [
    ['a server action', action('switchAlias').path, toAction(admin)],
    ['a page', '/one', { origin: dashboard.url, cookie: cookieOf(admin) }],
    ['a route', '/api/one/overview', { origin: dashboard.url, cookie: cookieOf(admin) }],
    [
      'a sign-in without a session',
      '/sign-in',
      { ...toAction(new HttpClient(dashboard.url)), 'next-action': action('signIn').id },
    ],
  ];

  test('that is declared too long is refused, at every path', async () => {
    for (const [what, path, headers] of places()) {
      const { status, text } = await ask(path, {
        headers: { ...headers, 'content-length': String(tooLong.length) },
        body: tooLong,
      });
      expect({ what, status, text }).toEqual({
        what,
        status: 413,
        text: 'The request is larger than Restore Desk accepts.\n',
      });
    }
  });

  test('without a declared length is refused as soon as it is too long, and is not read to its end', async () => {
    for (const [what, path, headers] of places()) {
      // 64 MB, far above the limit.
      const { status } = await ask(path, { headers, chunks: 1024 });
      expect({ what, status: what === 'a route' ? [405, 413].includes(status) : status === 413 }).toEqual({
        what,
        status: true,
      });
    }
    expect((await fetch(`${dashboard.url}/api/live`)).status).toBe(200);
  });

  test('without a declared length is read if it is short or empty', async () => {
    const headers = { ...toAction(admin), 'transfer-encoding': 'chunked' };
    const { status, text } = await ask(action('switchAlias').path, { headers, body: '[{"cluster":"one"}]' });
    expect({ status, text }).toEqual({ status: 200, text: expect.stringContaining('"code":"invalid_input"') });
    expect((await ask('/api/live', { headers })).status).toBe(405);
  });

  test('with "Expect: 100-continue" gets 100 and is read', async () => {
    const { host } = new URL(dashboard.url);
    const headers = Object.entries({ ...toAction(admin), host, expect: '100-continue', connection: 'close' });
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const page = action('switchAlias').path;
    const answer = await raw(`POST ${page} HTTP/1.1\r\n${lines}Content-Length: 19\r\n\r\n[{"cluster":"one"}]`);
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 .*"code":"invalid_input"/s);
  });

  test('just below the limit is read, and its content is checked', async () => {
    const { status, text } = await ask(action('switchAlias').path, {
      headers: toAction(admin),
      body: JSON.stringify([{ cluster: 'one', typed: 'x'.repeat(LIMIT_BYTES - 1000) }]),
    });
    expect(status).toBe(200);
    expect(text).toContain('"code":"invalid_input"');
  });
});

describe('too many requests', () => {
  /** The statuses of `count` concurrent requests from one address, as the proxy reports it. */
  async function statusesOf(count: number, address: string, init: RequestInit): Promise<Map<number, number>> {
    const found = new Map<number, number>();
    let left = count;
    const worker = async () => {
      while (left-- > 0) {
        const { status, headers } = await fetch(`${dashboard.url}/api/live`, {
          ...init,
          headers: { ...(init.headers as Record<string, string>), 'x-forwarded-for': address },
        });
        if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
        found.set(status, (found.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: 24 }, worker));
    return found;
  }

  test('from one address get 429 with Retry-After, and other addresses are not affected', async () => {
    // Enough that a busy machine, which accepts some more meanwhile, still refuses some.
    const posts = await statusesOf(1000, '198.51.100.1', { method: 'POST', headers: { origin: dashboard.url } });
    expect(posts.get(405)).toBeGreaterThanOrEqual(400);
    expect(posts.get(429)).toBeGreaterThan(20);
    expect((await statusesOf(1, '198.51.100.2', { method: 'POST', headers: { origin: dashboard.url } })).get(405)).toBe(
      1,
    );
    // An address that exceeds the limit of changes can still read.
    expect((await statusesOf(1, '198.51.100.1', {})).get(200)).toBe(1);
  });

  test('from many addresses of one IPv6 network count as one caller’s', async () => {
    const statuses = new Map<number, number>();
    await Promise.all(
      Array.from({ length: 24 }, async (_, worker) => {
        for (let number = 0; number < 42; number++) {
          const { status } = await fetch(`${dashboard.url}/api/live`, {
            method: 'POST',
            headers: {
              origin: dashboard.url,
              'x-forwarded-for': `2001:db8:1:2:${String(worker)}::${String(number + 1)}`,
            },
          });
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      }),
    );
    expect(statuses.get(429)).toBeGreaterThan(20);
    expect(
      (
        await fetch(`${dashboard.url}/api/live`, {
          method: 'POST',
          headers: { origin: dashboard.url, 'x-forwarded-for': '2001:db8:1:3::1' },
        })
      ).status,
    ).toBe(405);
  });
});

describe('unsupported requests', () => {
  test.each(['OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PROPFIND'])('with the method %s get 405', async (method) => {
    const { status, headers } = await ask('/one', { method, headers: { cookie: cookieOf(admin) } });
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD, POST' });
  });

  test.each(['/%', '/one/%ff', '/api/one/jobs/%E0%A4%A/log'])(
    'with an address that can’t be read, %s, get 400 and the reason',
    async (path) => {
      expect(await ask(path, { method: 'GET' })).toMatchObject({
        status: 400,
        text: 'This address can’t be read.\n',
        headers: { 'x-content-type-options': 'nosniff' },
      });
    },
  );

  test('get exactly one response, also where Node itself would respond', async () => {
    const { host } = new URL(dashboard.url);
    const long = `Content-Length: ${String(LIMIT_BYTES + 1)}\r\nExpect: 100-continue\r\n\r\n`;
    for (const [asked, status] of [
      [`POST /one HTTP/1.1\r\nHost: ${host}\r\n${long}`, 413],
      [`PUT /one HTTP/1.1\r\nHost: ${host}\r\n${long}`, 405],
      ['PUT /one HTTP/1.1\r\n\r\n', 405],
      ['GET /one HTTP/1.1\r\n\r\n', 400],
      [`GET /api/one/overview HTTP/1.1\r\nHost: ${host}\r\nExpect: more\r\nConnection: close\r\n\r\n`, 401],
      [`GET http://evil.example/one HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 400],
    ] as const) {
      const answer = await raw(asked);
      expect({ asked, answer }).toEqual({
        asked,
        answer: expect.stringMatching(new RegExp(`^HTTP/1\\.1 ${String(status)} (?!.*HTTP/1\\.1)`, 's')),
      });
      expect(answer).toMatch(/^content-security-policy: default-src 'none'/im);
    }
    expect(dashboard.output()).not.toMatch(/Cannot write headers/i);
  });

  test('that the client aborts before the response cause no defect', async () => {
    const { host, port } = new URL(dashboard.url);
    const asked = `POST /api/live HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${dashboard.url}\r\nX-Forwarded-For: 198.51.100.9\r\nContent-Length: 0\r\n\r\n`;
    const abort = () =>
      new Promise<void>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1');
        socket.once('close', () => resolve());
        socket.once('data', () => {
          socket.write(asked.repeat(20));
          socket.destroy();
        });
        socket.write(asked);
      });
    // More than the limit of one address, so that both a 405 and a 429 are aborted.
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 24 }, abort));
    expect((await fetch(`${dashboard.url}/api/live`)).status).toBe(200);
    expect(dashboard.output()).not.toMatch(/uncaught|MaxListeners/i);
  });
});

describe('a response', () => {
  test.each([
    '/one/',
    '//evil.example/',
    '/\\evil.example',
    '/_next/static/',
    '/_next/static/nothing.js',
    '/icon.svg',
    '/%',
    '/_next/data/nothing.json',
  ])('has the strict headers, from any part of the server: %s', async (path) => {
    const { headers } = await ask(path, { method: 'GET' });
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect(headers.location ?? '/').toMatch(/^\/(?![/\\])/);
  });

  test('has the strict headers for a built file, too, which the browser may cache', async () => {
    const { text } = await ask('/sign-in', { method: 'GET' });
    const { status, headers } = await ask(/\/_next\/static\/[^"]+\.js/.exec(text)![0], { method: 'GET' });
    expect({ status, ...headers }).toMatchObject({
      status: 200,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': expect.stringContaining('immutable'),
    });
  });

  test('has no data without a session, also after a protocol upgrade or with internal headers of Next', async () => {
    const received = await raw(
      `GET /api/one/overview HTTP/1.1\r\nHost: ${new URL(dashboard.url).host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Restore-Desk-Peer: 127.0.0.1\r\n\r\n`,
    );
    expect(received).not.toContain('search-one');
    const inner: Record<string, string>[] = [
      { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
      { 'x-restore-desk-inside': 'guessed', 'x-restore-desk-host': 'elsewhere' },
      { 'x-invoke-path': '/api/live', 'x-matched-path': '/api/live', 'x-middleware-rewrite': '/api/live' },
    ];
    for (const headers of inner) {
      const { status, headers: sent } = await ask('/api/one/overview', { method: 'GET', headers });
      expect(status).toBe(401);
      expect(sent['content-security-policy']).toContain("frame-ancestors 'none'");
    }
  });

  test('of the image optimizer is 404: it is disabled', async () => {
    expect((await fetch(`${dashboard.url}/_next/image?url=%2Ficon.svg&w=64&q=75`)).status).toBe(404);
  });
});

describe('the audit log', () => {
  const lines = async () =>
    (await admin.send('/api/one/audit-log')).text
      .trim()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as {
            action: string;
            outcome: string;
            actor: string | null;
            address: string | null;
            input: unknown;
            cluster: string | null;
          },
      );

  test('has a change that another site’s page requests, with the user of that browser and the origin', async () => {
    const { status } = await ask('/one/indices', {
      headers: { ...toAction(admin), origin: 'https://evil.example', 'x-forwarded-for': '203.0.113.5' },
      body: '[{"cluster":"one"}]',
    });
    expect(status).toBe(403);
    await expect
      .poll(async () => (await lines())[0])
      .toMatchObject({
        action: 'change from another site',
        outcome: 'refused',
        actor: 'ann',
        address: '203.0.113.5',
        cluster: 'one',
        input: { from: 'https://evil.example', path: '/one/indices' },
      });
  });

  test('is not filled by repeated requests without a session or from another site', async () => {
    const refused = await Promise.all(
      Array.from({ length: 90 }, () =>
        ask('/one/indices', {
          headers: { origin: 'https://evil.example', 'x-forwarded-for': '203.0.113.6' },
          body: '',
        }),
      ),
    );
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([403]));
    const anonymous = { ...toAction(new HttpClient(dashboard.url)), 'x-forwarded-for': '203.0.113.7' };
    await Promise.all(
      Array.from({ length: 90 }, () => ask('/one/indices', { headers: anonymous, body: '[{"cluster":"one"}]' })),
    );
    const all = await lines();
    for (const from of ['203.0.113.6', '203.0.113.7']) {
      const recorded = all.filter(({ address }) => address === from).length;
      expect(recorded).toBeGreaterThanOrEqual(50);
      expect(recorded).toBeLessThan(80);
    }
  });

  test('has a refused change also if its input can’t be parsed', async () => {
    for (const body of [
      '[{"cluster":"one","big":"$n12345678901234567890"}]',
      `[{"cluster":"one","deep":${'['.repeat(2000)}"$n1"${']'.repeat(2000)}}]`,
    ]) {
      const before = (await lines()).length;
      const { text } = await ask(action('switchAlias').path, { headers: toAction(admin), body });
      expect(text).toContain('"code":"invalid_input"');
      const after = await lines();
      expect(after.length).toBe(before + 1);
      expect(after[0]).toMatchObject({ action: 'switch alias', outcome: 'refused', actor: 'ann' });
    }
  });

  test('has the true address also if Next forwards an action to another page', async () => {
    // The sign-in page has no switch action: Next sends the request to itself, so the peer is this machine.
    const forged = { ...toAction(new HttpClient(dashboard.url)), 'x-forwarded-for': '203.0.113.99' };
    const { text } = await ask('/sign-in', { headers: forged, body: '[{"cluster":"one"}]', from: '127.0.0.2' });
    expect(text).toContain('"code":"unauthorised"');
    expect((await lines())[0]).toMatchObject({ action: 'switch alias', outcome: 'refused', address: '127.0.0.2' });
  });

  test('has the true address also if the forwarded action came over https', async () => {
    const headers = {
      ...toAction(new HttpClient(dashboard.url)),
      'x-forwarded-for': '203.0.113.98',
      'x-forwarded-proto': 'https',
    };
    const { text } = await ask('/sign-in', { headers, body: '[{"cluster":"one"}]' });
    expect(text).toContain('"code":"unauthorised"');
    expect((await lines())[0]).toMatchObject({ action: 'switch alias', outcome: 'refused', address: '203.0.113.98' });
  });
});

test('a forged problem in the address of the sign-in page is not shown', async () => {
  for (const problem of ['constructor', '__proto__', 'toString', '<script>']) {
    const { status, text } = await new HttpClient(dashboard.url).send(
      `/sign-in?problem=${encodeURIComponent(problem)}`,
    );
    expect(status).toBe(200);
    expect(text).not.toMatch(/Not signed in|<script>"/);
  }
});

describe('another server', () => {
  const project = fileURLToPath(new URL('../..', import.meta.url));
  const start = (...words: string[]) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
      cwd: directory,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', RESTORE_DESK_DATA: join(directory, 'other-data') },
      encoding: 'utf8',
      timeout: 60_000,
    });

  test('without the request guard, as `next start`, does not start', () => {
    const { status, stderr } = start(join(project, 'node_modules/next/dist/bin/next'), 'start', project, '--port', '0');
    expect(status).toBe(1);
    expect(stderr).toContain('Start it with `npm start`');
  });

  test('on a port in use exits before it creates any data', () => {
    const { status, stderr } = start(join(project, 'server.mjs'), '--port', new URL(dashboard.url).port);
    expect(status).toBe(1);
    expect(stderr).toContain('address already in use');
    expect(existsSync(join(directory, 'other-data'))).toBe(false);
  });
});
