import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpsServer, request as forward } from 'node:https';
import { connect as connectTcp, createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { readHealth } from '../../lib/elasticsearch/health/health.ts';
import { listIndices } from '../../lib/elasticsearch/admin/list-indices.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planChangeRepository } from '../../lib/kinds/change-repository/plan.ts';
import { runChangeRepository } from '../../lib/kinds/change-repository/run.ts';
import { planChangeIndexState } from '../../lib/kinds/change-index-state/plan.ts';
import { runChangeIndexState } from '../../lib/kinds/change-index-state/run.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { runCleanUp } from '../../lib/kinds/clean-up/run.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { planDeleteSnapshot } from '../../lib/kinds/delete-snapshot/plan.ts';
import { runDeleteSnapshot } from '../../lib/kinds/delete-snapshot/run.ts';
import { planRestoreSnapshot } from '../../lib/kinds/restore-snapshot/plan.ts';
import { runRestoreSnapshot } from '../../lib/kinds/restore-snapshot/run.ts';
import type { RestoreSnapshotCheckpoint } from '../../lib/kinds/restore-snapshot/schema.ts';
import { planSnapshot } from '../../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../../lib/kinds/snapshot/run.ts';
import type { SnapshotCheckpoint } from '../../lib/kinds/snapshot/schema.ts';
import { runVerifyRepository } from '../../lib/kinds/verify-repository/run.ts';
import { planSwitch, planSwitchBack } from '../../lib/kinds/switch/plan.ts';
import { runSwitch } from '../../lib/kinds/switch/run.ts';
import { aRun } from '../support/a-run.ts';
import { call, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeAuthority } from '../support/certificates.ts';
import { builtActions, builtRoutes } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';
import { carryingIn } from '../support/carrying.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import { folderSource, refOfFile } from '../../lib/contract/backup-ref.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/privileges.md', import.meta.url)), 'utf8');
/** The page's own block, so that the documented roles are the tested ones. */
const rolesYaml = page.match(/```yaml\n([\s\S]*?)```/)![1]!;
const roles = Object.keys(parse(rolesYaml) as object);
/** The operator's role for fewer indices, as the page permits. */
const narrowed = (...names: string[]) => {
  const { cluster, indices } = (
    parse(rolesYaml) as Record<string, { cluster: string[]; indices: { names: string[]; privileges: string[] }[] }>
  )['restore_desk_operate']!;
  return { cluster, indices: indices.map((each) => (each.names.includes('*') ? { ...each, names } : each)) };
};
const narrowedRoles = { narrow: narrowed('government*', 'restore-desk-*'), too_narrow: narrowed('government*') };
const PASSWORD = 'planted-password-of-a-cluster-user';
const DAY_MS = 86_400_000;
const authority = makeAuthority('the cluster’s authority');
const another = makeAuthority('another authority');
const ours = authority.forClient('restore-desk');
const root = { username: 'root', password: PASSWORD, client: ours };
const tls = { ca: authority.cert, ...ours, verify: true };

let server: Server;
let directory: string;
let snapshots: string;
const clusters = new Map<string, Cluster>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'privileges-'));
  snapshots = await mkdtemp(join(tmpdir(), 'snapshots-'));
  await chmod(snapshots, 0o777);
  const users = [
    { name: 'root', password: PASSWORD, roles: ['superuser'] },
    ...[...roles, ...Object.keys(narrowedRoles)].map((role) => ({ name: role, password: PASSWORD, roles: [role] })),
  ];
  const certificate = authority.forServer(['127.0.0.1', 'localhost']);
  server = await startServer({
    users,
    repo: snapshots,
    client: ours,
    files: {
      'roles.yml': `${rolesYaml}\n${stringify(narrowedRoles, { aliasDuplicateObjects: false })}`,
      'certificates/http.crt': certificate.cert,
      'certificates/http.key': certificate.key,
      'certificates/ca.crt': authority.cert,
    },
    settings: {
      'xpack.security.http.ssl.enabled': true,
      'xpack.security.http.ssl.certificate': 'certificates/http.crt',
      'xpack.security.http.ssl.key': 'certificates/http.key',
      'xpack.security.http.ssl.certificate_authorities': ['certificates/ca.crt'],
      'xpack.security.http.ssl.client_authentication': 'required',
    },
  });
  for (const generation of ['government-1', 'government-2', 'government-3']) {
    await call(server.url, 'PUT', `/${generation}`, { settings: { number_of_shards: 1, number_of_replicas: 0 } }, root);
    await call(server.url, 'POST', `/${generation}/_doc/1?refresh=true`, { title: generation }, root);
  }
  await call(
    server.url,
    'POST',
    '/_aliases',
    { actions: [{ add: { index: 'government-3', alias: 'government' } }] },
    root,
  );
  for (const role of [...roles, ...Object.keys(narrowedRoles)])
    clusters.set(role, connect({ url: server.url, tls, auth: { username: role, password: PASSWORD } }));
});
afterAll(async () => {
  await Promise.all([...clusters.values()].map((cluster) => cluster.close()));
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
  await rm(snapshots, { recursive: true, force: true });
});

const as = (role: string): Cluster => clusters.get(role)!;
const signal = new AbortController().signal;
const isForbidden = (error: { code: string; message: string; hint?: string | undefined }, privilege: RegExp) => {
  expect(error.code).toBe('forbidden');
  expect(`${error.message} ${error.hint}`).toMatch(privilege);
  expect(`${error.message} ${error.hint}`).not.toContain(PASSWORD);
};

async function backUp(role: string): Promise<string> {
  const plan = await planBackup(
    placeOf(as(role)),
    { aliases: ['government'], source: folderSource(directory) },
    aRun({ signal }),
  );
  return fileOfBackup((await runBackup(placeOf(as(role)), { kind: 'backup', plan }, aRun())).backups[0]!);
}

async function restoreOf(role: string, file: string) {
  const plan = await planRestore(placeOf(as(role)), { backup: refOfFile(file), alias: 'government' }, aRun());
  expect(plan.checks.filter(({ level }) => level === 'refuse')).toEqual([]);
  return runRestore(placeOf(as(role)), { kind: 'restore', plan }, aRun({ directory }));
}

describe('the documented roles', () => {
  test.each(roles)('%s sees health and indices', async (role) => {
    expect((await readHealth(as(role), signal)).status).toBe('green');
    expect((await listIndices(as(role), signal)).indices.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['government-1', 'government-2', 'government-3']),
    );
  });

  test('restore_desk_view can’t read documents, and the error names the missing privilege', async () => {
    const outcome = await failureOf(backUp('restore_desk_view').then(() => undefined));
    isForbidden(outcome, /\b(?:read|maintenance)\b/);
  });

  test('restore_desk_back_up backs up, and can’t restore', async () => {
    const file = await backUp('restore_desk_back_up');
    isForbidden(await failureOf(restoreOf('restore_desk_back_up', file)), /create_index|manage/);
  });

  test('restore_desk_operate restores and moves the alias forward and back, and can’t delete', async () => {
    const restored = await restoreOf('restore_desk_operate', await backUp('restore_desk_operate'));
    expect(restored).toMatchObject({ status: 'done', switched: true, check: { verdict: 'equal' } });
    await call(server.url, 'POST', '/government-2/_close', undefined, root);
    const cluster = as('restore_desk_operate');
    const last = await runSwitch(
      placeOf(cluster),
      {
        kind: 'switch',
        plan: await planSwitch(placeOf(cluster), { index: 'government-2', alias: 'government' }, aRun({ signal })),
      },
      aRun(),
    );
    expect(last.opened).toBe(true);
    for (const action of ['close', 'open'] as const)
      await runChangeIndexState(
        placeOf(cluster),
        {
          kind: 'change-index-state',
          plan: await planChangeIndexState(
            placeOf(cluster),
            { index: 'government-2', action, writer: null, evenLive: true },
            aRun({ signal }),
          ),
        },
        aRun(),
      );
    await runSwitch(
      placeOf(cluster),
      { kind: 'switch', plan: await planSwitchBack(placeOf(cluster), { alias: 'government', last }, aRun({ signal })) },
      aRun(),
    );
    for (const day of ['05', '06'])
      await seedIndex(server.url, `government-2018-01-${day}t03-00-00z-aaaa`, {
        documents: [{ id: '1', source: { n: 1 } }],
        auth: root,
      });
    const plan = await planCleanUp(placeOf(cluster), { keep: 0, indicesBeingWritten: [] }, aRun({ signal }));
    expect(plan.indices).toBeGreaterThan(0);
    const cleaned = await runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun()).catch(
      (error: unknown) => error as { code: string; message: string; hint?: string },
    );
    if ('kind' in cleaned) {
      expect(cleaned.deleted).toEqual([]);
      for (const { reason } of cleaned.left) expect(reason).toMatch(/delete_index|manage/);
    } else isForbidden(cleaned, /delete_index|manage/);
  });

  test('restore_desk_operate carries changes forward, deletions too, and undoes it', async () => {
    const [from, to] = ['pages-2018-01-07t03-00-00z-aaaa', 'pages-2018-01-08t03-00-00z-bbbb'];
    const cluster = as('restore_desk_operate');
    const one = { id: '1', source: { n: 1 } };
    await seedIndex(server.url, from, { documents: [one, { id: '2', source: { n: 2 } }], auth: root });
    const place = placeOf(cluster);
    const backup = await planBackup(place, { indices: [from], source: folderSource(directory) }, aRun({ signal }));
    const { backups } = await runBackup(place, { kind: 'backup', plan: backup }, aRun());
    const file = fileOfBackup(backups[0]!);
    const restore = await planRestore(place, { backup: refOfFile(file), into: to, switchAlias: false }, aRun());
    await runRestore(place, { kind: 'restore', plan: restore }, aRun({ directory }));
    await call(server.url, 'POST', `/${from}/_doc/3?refresh=true`, { n: 3 }, root);
    await call(server.url, 'POST', `/${from}/_doc/1?refresh=true`, { n: 1.5 }, root);
    await call(server.url, 'DELETE', `/${from}/_doc/2?refresh=true`, undefined, root);
    const carrying = carryingIn(
      () => place,
      () => directory,
    );
    const changes = ['added', 'changed', 'deleted'] as const;
    const plan = await carrying.plan(await carrying.compare(file, from), to, { changes });
    const each = { added: 1, changed: 1, deleted: 1, conflicts: 0, rejected: 0 };
    expect((await carrying.run(plan, 'carried')).counts).toMatchObject(each);
    expect((await carrying.undo(plan, 'carried')).counts).toMatchObject(each);
    for (const index of [from, to]) await call(server.url, 'DELETE', `/${index}`, undefined, root);
  });

  test('restore_desk_administer registers a repository, others take, restore and delete snapshots of it and verify it, each as its row says', async () => {
    const register = async (role: string) => {
      const request = {
        action: 'register' as const,
        name: 'nightly',
        type: 'fs',
        settings: [{ name: 'location', value: join(snapshots, 'nightly') }],
      };
      const plan = await planChangeRepository(placeOf(as(role)), request, aRun());
      return runChangeRepository(placeOf(as(role)), { kind: 'change-repository', plan }, aRun());
    };
    const take = async (role: string) => {
      const request = { repository: 'nightly', aliases: ['government'], by: role, name: role };
      const plan = await planSnapshot(placeOf(as(role)), request, aRun());
      return runSnapshot(placeOf(as(role)), { kind: 'snapshot', plan }, aRun<SnapshotCheckpoint>());
    };
    const verify = async (role: string) => {
      const cluster = await as(role).identity();
      const work = { kind: 'verify-repository' as const, cluster, repository: 'nightly' };
      return runVerifyRepository(placeOf(as(role)), work, aRun());
    };
    isForbidden(await failureOf(register('restore_desk_operate')), /manage|cluster:admin\/repository\/put/);
    expect(await register('restore_desk_administer')).toMatchObject({ nodes: ['node-1'] });
    isForbidden(await failureOf(take('restore_desk_view')), /create_snapshot|maintenance/);
    const taken = await take('restore_desk_back_up');
    expect(taken).toMatchObject({ status: 'done', proof: 'exact' });
    isForbidden(await failureOf(verify('restore_desk_back_up')), /manage|cluster:admin\/repository\/verify/);
    expect(await verify('restore_desk_operate')).toMatchObject({ nodes: ['node-1'] });

    const restore = async (role: string, into: string, run = aRun<RestoreSnapshotCheckpoint>()) => {
      const request = { repository: 'nightly', snapshot: taken.snapshot, index: taken.indices[0]!.index, into };
      const plan = await planRestoreSnapshot(placeOf(as(role)), { ...request, switchAlias: false }, aRun());
      return runRestoreSnapshot(placeOf(as(role)), { kind: 'restore-snapshot', plan }, run);
    };
    isForbidden(
      await failureOf(restore('restore_desk_back_up', 'government-again')),
      /manage|cluster:admin\/snapshot\/restore/,
    );
    expect(await restore('restore_desk_operate', 'government-again')).toMatchObject({
      status: 'done',
      check: { verdict: 'counted' },
    });
    for (const [role, left] of [
      ['restore_desk_operate', true],
      ['restore_desk_administer', false],
    ] as const) {
      const controller = new AbortController();
      const run = aRun<RestoreSnapshotCheckpoint>({
        signal: controller.signal,
        saveCheckpoint: () => controller.abort(),
      });
      expect(await failureOf(restore(role, 'government-cancelled', run))).toMatchObject({ code: 'cancelled' });
      const names = (await listIndices(as(role), signal)).indices.map(({ name }) => name);
      expect(names.includes('government-cancelled')).toBe(left);
      expect(run.sentences.at(-1)).toMatch(
        left ? /^The unfinished government-cancelled could not be deleted: .*delete_index/ : /is deleted/,
      );
      await call(server.url, 'DELETE', '/government-cancelled?ignore_unavailable=true', undefined, root);
    }
    const remove = async (role: string) => {
      const request = { repository: 'nightly', snapshot: taken.snapshot, evenLast: true };
      const plan = await planDeleteSnapshot(placeOf(as(role)), request, aRun());
      return runDeleteSnapshot(placeOf(as(role)), { kind: 'delete-snapshot', plan }, aRun());
    };
    isForbidden(await failureOf(remove('restore_desk_operate')), /manage|cluster:admin\/snapshot\/delete/);
    expect(await remove('restore_desk_administer')).toMatchObject({ status: 'done' });
    await call(server.url, 'DELETE', '/government-again', undefined, root);
  });

  test('limited to some indices and `restore-desk-*` restore these and see no others; without `restore-desk-*` the error names the missing privilege', async () => {
    await seedIndex(server.url, 'other-1', { documents: [{ id: '1', source: { n: 1 } }], auth: root });
    expect((await listIndices(as('narrow'), signal)).indices.map(({ name }) => name)).not.toContain('other-1');
    const file = await backUp('narrow');
    expect(await restoreOf('narrow', file)).toMatchObject({
      status: 'done',
      switched: true,
      check: { verdict: 'equal' },
    });
    isForbidden(
      await failureOf(restoreOf('too_narrow', file)),
      /the action indices:admin\/aliases alone; docs\/privileges\.md/,
    );
  });

  test('restore_desk_administer deletes every index of a clean-up', async () => {
    const cluster = as('restore_desk_administer');
    const plan = await planCleanUp(placeOf(cluster), { keep: 0, indicesBeingWritten: [] }, aRun({ signal }));
    const result = await runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun());
    expect(result.left).toEqual([]);
    expect(result.deleted.length).toBe(plan.indices);
  });
});

test('a wrong password is reported, and not printed', async () => {
  const cluster = connect({ url: server.url, tls, auth: { username: 'root', password: 'planted-wrong-password' } });
  const error = await failureOf(readHealth(cluster, signal));
  await cluster.close();
  expect(error.code).toBe('unauthorised');
  expect(`${error.message}${error.hint}${error.stack}${JSON.stringify(error.details)}`).not.toContain(
    'planted-wrong-password',
  );
});

describe('a connection over https', () => {
  type Options = Parameters<typeof connect>[0];
  const auth = { username: 'root', password: PASSWORD };

  async function startRelay(): Promise<{ url: string; close(): void }> {
    const { port } = new URL(server.url);
    const relay = createTcpServer((socket) => {
      const onwards = connectTcp(Number(port), '127.0.0.1');
      for (const each of [socket, onwards]) each.on('error', () => undefined);
      socket.pipe(onwards).pipe(socket);
    });
    await new Promise<void>((resolve) => {
      relay.listen(0, '127.0.0.2', resolve);
    });
    return { url: `https://127.0.0.2:${String((relay.address() as AddressInfo).port)}`, close: () => relay.close() };
  }

  async function startFront(
    accepts: (authorization: string | undefined) => boolean,
  ): Promise<{ url: string; close(): void }> {
    const front = createHttpsServer(
      { ...authority.forServer(['127.0.0.1']), ca: authority.cert, requestCert: true, rejectUnauthorized: true },
      (incoming, outgoing) => {
        if (!accepts(incoming.headers.authorization))
          return void outgoing
            .writeHead(401, { 'content-type': 'application/json' })
            .end('{"error":{"type":"security_exception","reason":"unable to authenticate"},"status":401}');
        const basic = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
        const onwards = forward(
          new URL(incoming.url ?? '/', server.url),
          {
            method: incoming.method,
            headers: { ...incoming.headers, authorization: basic },
            ca: authority.cert,
            ...ours,
            agent: false,
          },
          (answer) => {
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
            answer.pipe(outgoing);
          },
        );
        return void incoming.pipe(onwards);
      },
    );
    await new Promise<void>((resolve) => {
      front.listen(0, '127.0.0.1', resolve);
    });
    return { url: `https://127.0.0.1:${String((front.address() as AddressInfo).port)}`, close: () => front.close() };
  }

  async function identityBy(options: Partial<Options>): Promise<string> {
    const cluster = connect({ url: server.url, auth, ...options });
    try {
      return (await cluster.identity(signal)).version;
    } finally {
      await cluster.close();
    }
  }

  test('works with a private authority and a client certificate', async () => {
    expect(await identityBy({ tls })).toBe('8.19.9');
  });

  test('works with an API key instead of a password, and not with a wrong key', async () => {
    // The small distribution of the tests can't create API keys: a proxy accepts one key and forwards as root.
    const key = Buffer.from('planted:right-api-key').toString('base64');
    const wrong = Buffer.from('planted:wrong-api-key').toString('base64');
    const front = await startFront((authorization) => authorization === `ApiKey ${key}`);
    try {
      expect(await identityBy({ url: front.url, tls, auth: { apiKey: key } })).toBe('8.19.9');
      for (const url of [front.url, server.url]) {
        const error = await failureOf(identityBy({ url, tls, auth: { apiKey: wrong } }));
        expect(error.code).toBe('unauthorised');
        expect(`${error.message}${error.hint}${error.stack}${JSON.stringify(error.details)}`).not.toContain(wrong);
      }
    } finally {
      front.close();
    }
  });

  test.each<[string, Partial<Options>, RegExp, RegExp]>([
    [
      'no configured authority',
      { tls: { ...ours, verify: true } },
      /signed by an authority that is not known here/,
      /`tls\.ca`/,
    ],
    [
      'another authority',
      { tls: { ...tls, ca: another.cert } },
      /not signed by the authority that `tls\.ca` names/,
      /renewed/,
    ],
    [
      'no client certificate',
      { tls: { ca: authority.cert, verify: true } },
      /asks for a client certificate, and none is configured|closed the connection without an answer/,
      /`tls\.certificate` and `tls\.key`/,
    ],
    [
      'a client certificate of another authority',
      { tls: { ...tls, ...another.forClient('restore-desk') } },
      /does not accept the client certificate|closed the connection without an answer/,
      /client certificate|authority that the cluster trusts/,
    ],
  ])('is refused with %s, with the reason', async (_, options, message, hint) => {
    const error = await failureOf(identityBy(options));
    expect(error.code).toBe('unreachable');
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  test.each<[string, number, RegExp]>([
    ['has expired', -1, /its certificate has expired\./],
    ['is not valid yet', 2, /its certificate is not valid yet\./],
  ])('is refused with a certificate that %s, with the reason', async (_, days, message) => {
    const [from, to] = [new Date(Date.now() + (days - 1) * DAY_MS), new Date(Date.now() + days * DAY_MS)];
    const front = createHttpsServer(authority.forServer(['127.0.0.1'], { from, to }), (_incoming, outgoing) =>
      outgoing.end(),
    );
    await new Promise<void>((resolve) => {
      front.listen(0, '127.0.0.1', resolve);
    });
    try {
      expect(
        await failureOf(identityBy({ url: `https://127.0.0.1:${String((front.address() as AddressInfo).port)}`, tls })),
      ).toMatchObject({ code: 'unreachable', message: expect.stringMatching(message) });
    } finally {
      front.close();
    }
  });

  test('is refused if the certificate is for another name, with the reason', async () => {
    // Elasticsearch listens only on 127.0.0.1: a TCP relay gives it a second address.
    const relay = await startRelay();
    try {
      const error = await failureOf(identityBy({ url: relay.url, tls }));
      expect(error.code).toBe('unreachable');
      expect(error.message).toContain('its certificate is for another name than 127.0.0.2');
      expect(error.hint).toContain('Use a name from the certificate in the address');
    } finally {
      relay.close();
    }
  });

  test('is not reported as down if the address says http', async () => {
    const error = await failureOf(identityBy({ url: server.url.replace('https:', 'http:'), tls: undefined }));
    expect(`${error.message} ${error.hint}`).toMatch(/https:\/\//);
  });

  test('accepts any certificate if the verification is off', async () => {
    expect(await identityBy({ tls: { ...ours, verify: false } })).toBe('8.19.9');
  });
});

describe('the dashboard of secured clusters', () => {
  let dashboard: TestDashboard;
  const visitor = () => new HttpClient(dashboard.url);

  beforeAll(async () => {
    const folder = join(directory, 'desk');
    mkdirSync(folder);
    for (const [name, text] of [
      ['ca.pem', authority.cert],
      ['desk.pem', ours.cert],
      ['desk.key', ours.key],
      ['another.pem', another.cert],
    ] as const)
      writeFileSync(join(folder, name), text);
    const cluster = (key: string, user: string, tlsKeys: string) =>
      `  ${key}: { name: search-${key}, url: "${server.url}", backups: backups, credentials: { username: ${user}, password: { env: PASSWORD } }, tls: { certificate: desk.pem, key: desk.key, ${tlsKeys} } }\n`;
    dashboard = await startDashboard({
      directory: folder,
      env: { PASSWORD },
      configuration: `clusters:\n${cluster('whole', 'root', 'ca: ca.pem')}${cluster('unchecked', 'root', 'verification: off')}${cluster('stranger', 'root', 'ca: another.pem')}${cluster('viewer', 'restore_desk_view', 'ca: ca.pem')}`,
    });
  });
  afterAll(() => dashboard?.stop());

  test('shows a cluster with a private authority and a client certificate', async () => {
    await expect.poll(async () => (await visitor().send('/api/whole/health')).text).toContain('"status":"green"');
  });

  test('says on every page of a cluster, and only there, that its certificate is not verified', async () => {
    const pages = builtRoutes().filter(({ kind, route }) => kind === 'page' && route.includes('[cluster]'));
    let checked = 0;
    for (const { address } of pages) {
      const [unchecked, whole] = await Promise.all(
        ['unchecked', 'whole'].map((key) => visitor().send(address.replace('/one', `/${key}`))),
      );
      if (unchecked!.status !== 200) continue; // a job or a backup that doesn't exist
      checked++;
      expect({ address, shown: unchecked!.text.includes('certificate is not verified') }).toEqual({
        address,
        shown: true,
      });
      expect({ address, shown: whole!.text.includes('certificate is not verified') }).toEqual({
        address,
        shown: false,
      });
    }
    expect(checked).toBeGreaterThanOrEqual(8);
    expect((await visitor().send('/')).text).toContain('certificate not verified');
    expect((await visitor().send('/api/unchecked/health')).text).toContain('"status":"green"');
  });

  test('says why it does not connect to a cluster with another authority’s certificate', async () => {
    const { status, text } = await visitor().send('/api/stranger/health');
    expect(status).toBe(502);
    expect(text).toContain('its certificate is not signed by the authority that `tls.ca` names');
  });

  test('names the missing privilege of a requested backup', async () => {
    const plan = JSON.parse((await visitor().send('/api/viewer/backup-plan?all=yes')).text) as { fingerprint: string };
    const { value } = await visitor().callAction(
      '/viewer/backups/new',
      builtActions().find(({ name }) => name === 'startBackup')!.id,
      { cluster: 'viewer', wish: { all: 'yes' }, fingerprint: plan.fingerprint, once: 'once-for-this-test' },
    );
    const received = value?.ok ? await jobText(String((value.value as { job: string }).job)) : JSON.stringify(value);
    expect(received).toMatch(/Give this user the privilege it lacks|privilege/);
    expect(received).toMatch(/\b(?:read|maintenance)\b/);
    expect(received).not.toContain(PASSWORD);
  });

  async function jobText(job: string): Promise<string> {
    await expect
      .poll(async () => (await visitor().send(`/api/viewer/jobs/${job}`)).text)
      .toMatch(/"status":"(?:failed|succeeded)"/);
    return (await visitor().send(`/viewer/jobs/${job}`)).text;
  }
});
