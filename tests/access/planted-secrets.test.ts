import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { builtActions, builtRoutes } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';

const PLANTED = {
  clusterPassword: 'planted-cluster-password-7f3a',
  apiKey: 'cGxhbnRlZC1hcGkta2V5OnBsYW50ZWQ=',
  sessionKey: 'planted-session-key-0c51-and-long-enough',
  userPassword: 'planted user password 5d2e',
  channelToken: 'planted-channel-token-4e1d',
  channelSecret: 'planted-channel-secret-91c4',
};
const basic = Buffer.from(`desk:${PLANTED.clusterPassword}`).toString('base64');

/** What the configuration names. The channels are at the cluster's address, which repeats what it is sent. */
const environmentOf = (url: string) => ({
  CLUSTER_PASSWORD: PLANTED.clusterPassword,
  CLUSTER_KEY: PLANTED.apiKey,
  SESSION_KEY: PLANTED.sessionKey,
  CHANNEL_URL: `${url}/services/${PLANTED.channelToken}`,
  CHANNEL_SECRET: PLANTED.channelSecret,
});

let cluster: Server;
let dashboard: TestDashboard;
let directory: string;
const visitor: { admin?: HttpClient } = {};
/** All output, with its origin. */
const outputs: { where: string; text: string }[] = [];

beforeAll(async () => {
  // A cluster that repeats every header in its error texts, as proxies in debug mode do.
  cluster = createServer((request, response) => {
    const reason = `refused: authorization: ${request.headers.authorization ?? 'none'}, all headers ${JSON.stringify(request.headers)} of ${request.url ?? ''}`;
    response
      .writeHead(request.url?.includes('_alias') ? 200 : 500, {
        'content-type': 'application/json',
        'x-debug': encodeURIComponent(reason),
      })
      .end(
        JSON.stringify({
          error: { type: 'debug_exception', reason, root_cause: [{ type: 'debug', reason }] },
          status: 500,
        }),
      );
  });
  await new Promise<void>((resolve) => cluster.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(cluster.address() as AddressInfo).port}`;
  directory = await mkdtemp(join(tmpdir(), 'planted-'));
  mkdirSync(join(directory, 'data'));
  await addLocalUser(join(directory, 'data/users.json'), 'ann', PLANTED.userPassword, { role: 'admin' });
  dashboard = await startDashboard({
    directory,
    env: environmentOf(url),
    configuration: `
sessionKey: { env: SESSION_KEY }
signIn: { kind: local }
clusters:
  one: { name: search-one, url: "${url}", backups: backups, credentials: { username: desk, password: { env: CLUSTER_PASSWORD } } }
  two: { name: search-two, url: "${url}", backups: backups, credentials: { apiKey: { env: CLUSTER_KEY } } }
notifications:
  channels:
    on-call: { kind: slack, url: { env: CHANNEL_URL }, privateNetwork: true }
    hook: { kind: webhook, url: { env: CHANNEL_URL }, secret: { env: CHANNEL_SECRET }, privateNetwork: true }
  routes: [{ channel: on-call }, { channel: hook }]
`,
  });
  const admin = new HttpClient(dashboard.url);
  const signIn = builtActions().find(({ name }) => name === 'signIn')!;
  const { value } = await admin.callAction('/sign-in', signIn.id, {
    name: 'ann',
    password: PLANTED.userPassword,
    to: '/',
  });
  expect(value?.ok).toBe(true);
  visitor.admin = admin;
});
afterAll(async () => {
  await dashboard?.stop();
  cluster?.closeAllConnections();
  cluster?.close();
  await rm(directory, { recursive: true, force: true });
});

const secrets = () => [
  ...Object.values(PLANTED),
  basic,
  encodeURIComponent(PLANTED.clusterPassword),
  Buffer.from(PLANTED.clusterPassword).toString('base64'),
  ...visitor.admin!.cookies.values(),
];

function expectNone(where: string, text: string): void {
  for (const secret of secrets())
    expect(
      text.includes(secret)
        ? `${where} has ${secret}: …${text.slice(Math.max(0, text.indexOf(secret) - 80), text.indexOf(secret) + 20)}`
        : 'nothing',
    ).toBe('nothing');
}

test('no page, route or action contains a secret, though the cluster repeats them in every error', async () => {
  const admin = visitor.admin!;
  for (const round of [1, 2]) {
    for (const route of builtRoutes()) {
      for (const address of new Set([route.address, route.address.replace('/one', '/two')])) {
        if (/sign-in/.test(address)) continue;
        const { text, headers } = await admin.send(`${address}?index=government-1&alias=government&round=${round}`);
        outputs.push({ where: address, text: `${text}${JSON.stringify([...headers])}` });
      }
    }
    await pause(500);
  }
  for (const action of builtActions().filter(({ name }) => name !== 'signOut' && name !== 'signIn')) {
    for (const name of ['one', 'two']) {
      const input = {
        cluster: name,
        index: 'government-1',
        alias: 'government',
        fingerprint: 'f'.repeat(64),
        once: 'once-upon-a-time',
        wish: { aliases: ['government'], indices: [], all: false },
        rules: {},
        typed: 'government',
        job: '1',
        backup: 'a.zip',
        password: PLANTED.clusterPassword,
        note: `authorization: Basic ${basic}`,
      };
      outputs.push({ where: action.name, text: (await admin.callAction(action.path, action.id, input)).text });
    }
  }
  const echoed = outputs.filter(({ text }) => text.includes('refused: authorization')).length;
  expect(echoed, 'the cluster’s error text reaches the pages, so the test checks the right output').toBeGreaterThan(3);
  for (const { where, text } of outputs) expectNone(where, text);
});

test('no secret is in the log, the audit log or any file of the data directory', async () => {
  expectNone('the log', dashboard.output());
  expectNone('the audit log', (await visitor.admin!.send('/api/one/audit-log')).text);
  const folder = join(directory, 'data');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (statSync(join(folder, file)).isFile()) expectNone(file, readFileSync(join(folder, file), 'latin1'));
  }
});

test('the command line prints no secret', async () => {
  const program = fileURLToPath(new URL('../../bin/restore-desk.mjs', import.meta.url));
  const url = `http://127.0.0.1:${(cluster.address() as AddressInfo).port}`;
  const printed: string[] = [];
  for (const words of [
    ['health', url],
    ['health', url, '--json'],
    ['backup', url, join(directory, 'out'), '--alias', 'government', '--json'],
    ['switch', url, 'government-1'],
    ['switch', url, 'government-1', '--json'],
    ['clean', url],
    ['clean', url, '--json'],
    ['notify', 'list'],
    ['notify', 'test', 'on-call'],
    ['notify', 'test', 'hook', '--json'],
  ]) {
    const output = await new Promise<string>((resolve) => {
      execFile(
        process.execPath,
        [program, ...words],
        {
          cwd: directory,
          env: {
            NODE_ENV: 'production',
            PATH: process.env.PATH ?? '',
            ELASTICSEARCH_USERNAME: 'desk',
            ELASTICSEARCH_PASSWORD: PLANTED.clusterPassword,
            ...environmentOf(url),
            RESTORE_DESK_DEBUG: '1',
          },
        },
        (_, stdout, stderr) => resolve(stdout + stderr),
      );
    });
    expect(output).not.toBe('');
    expectNone(words.join(' '), output);
    printed.push(output);
  }
  expect(
    printed.filter((output) => output.includes('refused: authorization')).length,
    `the cluster’s error text is printed, so the test checks the right output, not ${printed[0]!}`,
  ).toBeGreaterThan(3);
});
