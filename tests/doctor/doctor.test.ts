import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  mkdtempSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer, request as forward, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { buildConfiguration } from '../../lib/config/build-configuration.ts';
import { doctorReport, type DoctorCheck } from '../../lib/contract/doctor.ts';
import { runDoctor } from '../../lib/doctor/doctor.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { makeAuthority } from '../support/certificates.ts';
import { call, freePort, startServer, type Server } from '../support/elasticsearch.ts';
import { startMailServer } from '../notify/mail-server.ts';
import { failureOf } from '../support/failure-of.ts';
import { CLIENT, startProvider } from '../support/openid-provider.ts';

const PASSWORD = 'planted-password-of-a-cluster-user';
const page = readFileSync(fileURLToPath(new URL('../../docs/privileges.md', import.meta.url)), 'utf8');
const rolesYaml = page.match(/```yaml\n([\s\S]*?)```/)![1]!;
const roles = parse(rolesYaml) as Record<
  string,
  { cluster: string[]; indices: { names: string[]; privileges: string[] }[] }
>;
/** The operator's role for fewer indices, as the page permits. */
const narrow = {
  ...roles['restore_desk_operate']!,
  indices: roles['restore_desk_operate']!.indices.map((each) =>
    each.names.includes('*') ? { ...each, names: ['government*', 'restore-desk-*'] } : each,
  ),
};
const DAY_MS = 86_400_000;
const authority = makeAuthority('the cluster’s authority');
const another = makeAuthority('another authority');
const root = { username: 'root', password: PASSWORD };
const isRoot = process.getuid?.() === 0;

let server: Server;
let snapshots: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  snapshots = mkdtempSync(join(tmpdir(), 'doctor-snapshots-'));
  chmodSync(snapshots, 0o777);
  writeFileSync(join(folder, 'ca.pem'), authority.cert);
  writeFileSync(join(folder, 'other-ca.pem'), another.cert);
  const certificate = authority.forServer(['127.0.0.1', 'localhost'], { to: new Date(Date.now() + 90 * DAY_MS) });
  server = await startServer({
    users: [
      { name: 'root', password: PASSWORD, roles: ['superuser'] },
      ...[...Object.keys(roles), 'narrow', 'nothing'].map((role) => ({
        name: role,
        password: PASSWORD,
        roles: [role],
      })),
    ],
    repo: snapshots,
    files: {
      'roles.yml': `${rolesYaml}\n${stringify({ narrow, nothing: { cluster: [] } }, { aliasDuplicateObjects: false })}`,
      'certificates/http.crt': certificate.cert,
      'certificates/http.key': certificate.key,
    },
    settings: {
      'xpack.security.http.ssl.enabled': true,
      'xpack.security.http.ssl.certificate': 'certificates/http.crt',
      'xpack.security.http.ssl.key': 'certificates/http.key',
    },
  });
  await call(
    server.url,
    'PUT',
    '/government-1',
    { settings: { number_of_shards: 1, number_of_replicas: 0 }, aliases: { government: {} } },
    root,
  );
  await call(server.url, 'PUT', '/secret-1', { settings: { number_of_shards: 1, number_of_replicas: 0 } }, root);
});
afterAll(async () => {
  await server?.stop();
  for (const each of [folder, snapshots]) rmSync(each, { recursive: true, force: true });
});

const closes: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

interface Made {
  user?: string;
  password?: string;
  url?: string;
  /** Of the file of `tls`; null: no `tls`. */
  ca?: string | null;
  entry?: object;
  others?: object;
  more?: object;
  timeLimitMs?: number;
  only?: string | null;
}

const configurationOf = ({
  ca = 'ca.pem',
  entry,
  more,
  others,
  password = PASSWORD,
  url = server.url,
  user = 'root',
}: Made) =>
  buildConfiguration(
    {
      data: 'data',
      ...more,
      clusters: {
        production: {
          url,
          credentials: { username: user, password: { env: 'PASSWORD' } },
          ...(ca === null || url.startsWith('http:') ? {} : { tls: { ca } }),
          backups: 'backups',
          ...entry,
        },
        ...others,
      },
    },
    join(folder, 'restore-desk.yaml'),
    folder,
    { PASSWORD: password, OIDC: CLIENT.secret, MAIL: 'planted-right' } as unknown as NodeJS.ProcessEnv,
  );

/** What was found, by cluster and id; `of('connection')` is that of the cluster `production`. */
async function examine(made: Made = {}) {
  const report = await runDoctor(configurationOf(made), {
    cluster: made.only ?? null,
    signal: new AbortController().signal,
    ...(made.timeLimitMs === undefined ? {} : { timeLimitMs: made.timeLimitMs }),
  });
  expect(doctorReport.parse(report)).toEqual(report);
  expect(JSON.stringify(report)).not.toContain('planted');
  const of = (id: string, cluster: string | null = 'production'): DoctorCheck => {
    const found = report.checks.find((check) => check.id === id && check.cluster === cluster);
    if (found === undefined) throw new Error(`There is no check ${id}.`);
    return found;
  };
  // The disk of a shared machine may be slow at any moment.
  const worse = report.checks.filter(({ id, level }) => level !== 'ok' && !id.endsWith('-speed')).map(({ id }) => id);
  return { report, of, worse };
}

describe('a healthy installation', () => {
  test('is ok, and each check says what it found', async () => {
    mkdirSync(join(folder, 'backups'), { recursive: true });
    JobStore.open(join(folder, 'data')).close();
    chmodSync(join(folder, 'data'), 0o700);
    const { of, report, worse } = await examine();
    // The authority of the tests is valid for a day.
    expect(worse).toEqual(['certificate']);
    expect(of('certificate').what).toMatch(/authority that `tls.ca` names ends/);
    expect(of('connection').what).toMatch(/^https:\/\/127\.0\.0\.1:\d+ answers in \d+ ms\.$/);
    expect(of('version').what).toContain('Elasticsearch 8.19');
    expect(of('user').what).toBe('The cluster knows us as root, with the role superuser.');
    for (const role of ['view', 'back-up', 'operate', 'administer'])
      expect(of(`privileges-${role}`).what).toMatch(/^It has them all/);
    expect(of('clock').level).toBe('ok');
    expect(of('backups-speed').what).toMatch(/fsync takes/);
    expect(of('database', null).what).toMatch(/not damaged/);
    expect(of('configuration', null).what).toContain('restore-desk.yaml is valid, with 1 cluster.');
    expect(readdirSync(join(folder, 'backups'))).toEqual([]);
    expect(report.seconds).toBeLessThan(10);
  });

  test('lists the snapshots of its repositories, and names one that can’t be read', async () => {
    const repository = { type: 'fs', settings: { location: join(snapshots, 'nightly') } };
    await call(server.url, 'PUT', '/_snapshot/nightly', repository, root);
    await call(server.url, 'PUT', '/_snapshot/nightly/one?wait_for_completion=true', { indices: 'government-1' }, root);
    expect((await examine()).of('repositories').what).toMatch(/1 repository .* with 1 snapshot\. Only read/);
    // The cluster has the list in its memory, and no storage any more.
    renameSync(join(snapshots, 'nightly'), join(snapshots, 'away'));
    expect((await examine()).of('repositories')).toMatchObject({
      level: 'failure',
      what: expect.stringMatching(/^Of 1 repository nightly can’t be read: .*one/) as string,
    });
    renameSync(join(snapshots, 'away'), join(snapshots, 'nightly'));
    // A repository whose list of snapshots is no JSON.
    const location = join(snapshots, 'broken');
    mkdirSync(location);
    chmodSync(location, 0o777);
    writeFileSync(join(location, 'index-0'), 'no list of snapshots');
    writeFileSync(join(location, 'index.latest'), Buffer.alloc(8));
    const broken = { type: 'fs', settings: { location } };
    await call(server.url, 'PUT', '/_snapshot/broken?verify=false', broken, root);
    expect((await examine()).of('repositories')).toMatchObject({
      level: 'failure',
      what: expect.stringMatching(/^Of 2 repositories broken can’t be read/) as string,
    });
    await call(server.url, 'DELETE', '/_snapshot/broken', undefined, root);
    await call(server.url, 'DELETE', '/_snapshot/nightly', undefined, root);
  });
});

describe('the connection', () => {
  test('a refused port is a failure, and what the cluster would say is not known', async () => {
    const url = `https://127.0.0.1:${String(await freePort())}`;
    const { of } = await examine({ url });
    expect(of('connection')).toMatchObject({
      level: 'failure',
      what: `Nothing listens at ${url}: the connection was refused.`,
    });
    expect(of('version')).toMatchObject({ level: 'warning', next: 'See “Connection”.' });
  });

  test('a name that nobody knows is a failure', async () => {
    const { of } = await examine({ url: 'https://no-such-host.invalid:9200' });
    expect(of('connection').level).toBe('failure');
    expect(of('connection').what).toMatch(/no-such-host\.invalid/);
  });

  test('a cluster that hangs is a failure that says so, and delays neither the other one nor the installation', async () => {
    const others = { answers: { url: 'http://127.0.0.1:9', backups: 'backups' } };
    server.pause();
    try {
      const startedMs = performance.now();
      const { of } = await examine({ others, timeLimitMs: 2_000 });
      expect(performance.now() - startedMs).toBeLessThan(4_000);
      expect(of('connection')).toMatchObject({
        level: 'failure',
        what: expect.stringContaining('did not answer within 1.8 s') as string,
      });
      expect(of('privileges-view')).toMatchObject({ level: 'warning', next: 'See “Connection”.' });
      expect(of('connection', 'answers').tookMs).toBeLessThan(1_500);
      expect(of('configuration', null).tookMs).toBeLessThan(500);
    } finally {
      server.resume();
    }
  });

  test('a proxy that answers for the cluster is a failure that names it', async () => {
    const proxy = createHttpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<h1>Welcome to the proxy</h1>');
    });
    const { of } = await examine({ url: await listen(proxy) });
    expect(of('connection')).toMatchObject({
      level: 'failure',
      what: expect.stringMatching(/^Something else than the cluster answers at/) as string,
    });
  });
});

async function listen(proxy: ReturnType<typeof createHttpServer> | HttpsServer, scheme = 'http'): Promise<string> {
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  closes.push(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return `${scheme}://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
}

describe('TLS', () => {
  test('another authority than that of the cluster is a failure, and the connection says it too', async () => {
    const { of } = await examine({ ca: 'other-ca.pem' });
    expect(of('certificate')).toMatchObject({
      level: 'failure',
      what: expect.stringContaining(
        'not of the authority that `tls.ca` names, but of “the cluster’s authority”',
      ) as string,
    });
    expect(of('connection').level).toBe('failure');
  });

  test('an authority that this machine does not know is a failure', async () => {
    expect((await examine({ ca: null })).of('certificate')).toMatchObject({
      level: 'failure',
      next: 'Name the PEM file of that authority as `tls.ca`.',
    });
  });

  test('without verification it is a warning, and everything else works', async () => {
    const { of } = await examine({ ca: null, entry: { tls: { verification: 'off' } } });
    expect(of('certificate')).toMatchObject({
      level: 'warning',
      what: expect.stringMatching(/not verified/) as string,
    });
    expect(of('privileges-administer').level).toBe('ok');
  });

  test.each([
    ['that has ended', { from: new Date(Date.now() - 9 * DAY_MS), to: new Date(Date.now() - DAY_MS) }, /ended on/],
    ['for another name', undefined, /for another name/],
  ])('a certificate %s is a failure', async (name, validity, what) => {
    const names = name === 'for another name' ? ['elsewhere.example.org'] : ['127.0.0.1'];
    const url = await listen(
      createHttpsServer(authority.forServer(names, validity), (_, response) => response.end()),
      'https',
    );
    const found = (await examine({ url })).of('certificate');
    expect(found.level).toBe('failure');
    expect(found.what).toMatch(what);
  });
});

describe('who we are', () => {
  test('a wrong password is a failure; the connection is ok, and the rest is not known', async () => {
    const { of } = await examine({ password: 'planted-wrong-password' });
    expect(of('connection')).toMatchObject({
      level: 'ok',
      what: expect.stringMatching(/refuses our credentials/) as string,
    });
    expect(of('user')).toMatchObject({ level: 'failure', what: 'The cluster refuses our credentials.' });
    expect(of('privileges-view')).toMatchObject({ level: 'warning', next: 'See “Who we are”.' });
  });

  const LADDER = ['view', 'back-up', 'operate', 'administer'];
  const LACKS: Readonly<Record<string, RegExp>> = {
    'back-up': /create_snapshot.*read on \*/,
    operate: /cluster:admin\/snapshot\/restore.*create_index on \*/,
    administer: /cluster:admin\/snapshot\/delete.*delete_index on \*/,
  };

  test.each(Object.keys(roles).map((role, rung) => [role, rung] as const))(
    '%s has its row and those before it, and lacks the next, by name',
    async (user, rung) => {
      const { of } = await examine({ user });
      expect(of('user').what).toBe(`The cluster knows us as ${user}, with the role ${user}.`);
      LADDER.forEach((role, at) => {
        const found = of(`privileges-${role}`);
        const level = at <= rung ? 'ok' : role === 'administer' ? 'warning' : 'failure';
        expect({ role, level: found.level, what: found.what }).toMatchObject({ role, level });
        if (at > rung) {
          expect(found.what).toMatch(LACKS[role]!);
          expect(found.next).toContain(`restore_desk_${role.replace('-', '_')}`);
        }
      });
    },
  );

  test('a readOnly entry needs less', async () => {
    const { of } = await examine({ user: 'restore_desk_view', entry: { readOnly: true } });
    expect(LADDER.map((role) => of(`privileges-${role}`).level)).toEqual(['ok', 'warning', 'ok', 'ok']);
  });

  test('a role for some indices is ok on those that it sees, and says so', async () => {
    const { of } = await examine({ user: 'narrow' });
    expect(of('privileges-operate')).toMatchObject({
      level: 'ok',
      what: expect.stringMatching(/on the 2 indices and aliases that it sees, and on no others/) as string,
    });
    expect(of('privileges-administer').level).toBe('warning');
  });

  test('a user without a privilege has no row, and what can’t be read names the privilege', async () => {
    const { of } = await examine({ user: 'nothing' });
    expect(of('privileges-view').level).toBe('failure');
    expect(of('repositories')).toMatchObject({
      level: 'warning',
      next: expect.stringMatching(/privileges\.md/) as string,
    });
  });
});

test.each([
  [-20_000, 'warning', /20 s behind|19 s behind|21 s behind/],
  [600_000, 'failure', /ahead of that of this machine/],
])('a clock that is %i ms apart by the header Date is a %s', async (skewMs, level, what) => {
  const proxy = createHttpServer((incoming, outgoing) => {
    const to = new URL(server.url);
    const { connection: _, host: __, ...headers } = incoming.headers;
    const forwarded = forward(
      { host: to.hostname, port: to.port, method: incoming.method, path: incoming.url, headers, ca: authority.cert },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, {
          ...answer.headers,
          date: new Date(Date.now() + skewMs).toUTCString(),
        });
        answer.pipe(outgoing);
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  const found = (await examine({ url: await listen(proxy) })).of('clock');
  expect(found.level).toBe(level);
  expect(found.what).toMatch(what);
});

describe('folders', () => {
  const mounted = (options: string): string => {
    const place = mkdtempSync(join(folder, 'mounted-'));
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place]).status !== 0) return '';
    closes.push(() => spawnSync('umount', [place]));
    return place;
  };

  test.skipIf(!isRoot)('a read-only folder of backups is a failure', async (context) => {
    const backups = mounted('ro');
    if (backups === '') context.skip('This user may not mount.');
    const { of } = await examine({ entry: { backups } });
    expect(of('backups-folder')).toMatchObject({
      level: 'failure',
      what: `${backups} is on a file system that is mounted read-only.`,
    });
    expect(of('backups-speed')).toMatchObject({ level: 'failure', what: expect.stringContaining('EROFS') as string });
  });

  test.skipIf(!isRoot)('a full folder of backups is a failure, and nothing of the try is left', async (context) => {
    const backups = mounted('size=4m,mode=755');
    if (backups === '') context.skip('This user may not mount.');
    const { of } = await examine({ entry: { backups } });
    expect(of('backups-folder').level).toBe('ok');
    expect(of('backups-space')).toMatchObject({
      level: 'failure',
      next: expect.stringMatching(/The disk is full/) as string,
    });
    expect(of('backups-speed')).toMatchObject({ level: 'failure', what: expect.stringContaining('ENOSPC') as string });
    expect(readdirSync(backups)).toEqual([]);
  });

  test('a file where the folder should be is a failure that says so, also for root', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    const { of } = await examine({ entry: { backups: 'a-file' } });
    expect(of('backups-folder')).toMatchObject({
      level: 'failure',
      what: `${join(folder, 'a-file')} is no folder: it, or a part of its path, is a file.`,
    });
  });

  test('a folder that does not exist yet is ok, and is not made', async () => {
    const { of } = await examine({ entry: { backups: 'not-there' } });
    expect(of('backups-folder')).toMatchObject({
      level: 'ok',
      what: expect.stringMatching(/does not exist yet/) as string,
    });
    expect(readdirSync(folder)).not.toContain('not-there');
  });
});

describe('the installation', () => {
  test('a channel with a private address is a failure, and one that is intended is not', async () => {
    const url = 'https://10.0.0.7/in';
    const channels = { refused: { kind: 'webhook', url }, intended: { kind: 'webhook', url, privateNetwork: true } };
    const routes = [{ channel: 'refused' }, { channel: 'intended' }];
    const { of } = await examine({ more: { notifications: { channels, routes } } });
    expect(of('channel-refused', null)).toMatchObject({
      level: 'failure',
      next: 'If that is intended, give the channel `privateNetwork: true`.',
    });
    expect(of('channel-intended', null).level).toBe('ok');
    expect(of('public-address', null)).toMatchObject({ level: 'warning' });
  });

  test('a mail server is connected to and signed in at, and gets no mail', async () => {
    const mailServer = await startMailServer({
      ...authority.forServer(['127.0.0.1']),
      onAuth: ({ password }, _, callback) =>
        callback(password === 'planted-right' ? null : new Error('535 no such user'), { user: 'desk' }),
    });
    closes.push(() => mailServer.close());
    const channel = (port: number, password: string) => ({
      kind: 'email',
      privateNetwork: true,
      smtp: { host: '127.0.0.1', port, tls: 'starttls', ca: 'ca.pem', username: 'desk', password: { env: password } },
      from: 'desk@example.org',
      to: ['on-call@example.org'],
    });
    const channels = {
      right: channel(mailServer.port, 'MAIL'),
      refused: channel(mailServer.port, 'PASSWORD'),
      closed: channel(await freePort(), 'MAIL'),
    };
    const routes = Object.keys(channels).map((name) => ({ channel: name }));
    const { of } = await examine({ more: { notifications: { channels, routes } } });
    expect(of('channel-right', null)).toMatchObject({
      level: 'ok',
      what: expect.stringMatching(/accepts us/) as string,
    });
    expect(of('channel-refused', null)).toMatchObject({
      level: 'failure',
      what: expect.stringMatching(/refused the user name or the password/) as string,
    });
    expect(of('channel-closed', null)).toMatchObject({
      level: 'failure',
      what: expect.stringContaining('ECONNREFUSED') as string,
    });
    expect(mailServer.mails).toEqual([]);
  });

  test('a provider that is down is a failure; one that answers is ok', async () => {
    const signIn = (issuer: string) => ({
      publicUrl: 'http://127.0.0.1:3000',
      roles: { admin: ['*'] },
      signIn: { kind: 'openid-connect', issuer, allowHttp: true, clientId: CLIENT.id, clientSecret: { env: 'OIDC' } },
    });
    const provider = await startProvider('http://127.0.0.1:3000/api/sign-in/callback', () => []);
    expect((await examine({ more: signIn(provider.issuer) })).of('sign-in', null)).toMatchObject({
      level: 'ok',
      what: expect.stringContaining(provider.issuer) as string,
    });
    await provider.close();
    expect((await examine({ more: signIn(provider.issuer) })).of('sign-in', null)).toMatchObject({
      level: 'failure',
      next: expect.stringContaining('/.well-known/openid-configuration') as string,
    });
  });

  test('one cluster is checked by its key, and an unknown key is refused', async () => {
    const others = { second: { url: 'http://127.0.0.1:9', backups: 'backups' } };
    const { report } = await examine({ others, only: 'second' });
    expect(new Set(report.checks.map(({ cluster }) => cluster))).toEqual(new Set([null, 'second']));
    expect(await failureOf(examine({ only: 'third' }))).toMatchObject({ code: 'invalid_input' });
  });
});
