import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { cancelled } from '../../lib/errors.ts';
import { planDeleteSnapshot } from '../../lib/kinds/delete-snapshot/plan.ts';
import { planRestoreSnapshot } from '../../lib/kinds/restore-snapshot/plan.ts';
import { runRestoreSnapshot } from '../../lib/kinds/restore-snapshot/run.ts';
import type {
  RestoreSnapshotCheckpoint,
  RestoreSnapshotPlan,
  RestoreSnapshotWork,
} from '../../lib/kinds/restore-snapshot/schema.ts';
import type { DeleteSnapshotWork } from '../../lib/kinds/delete-snapshot/schema.ts';
import { planSnapshot } from '../../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../../lib/kinds/snapshot/run.ts';
import type { SnapshotCheckpoint, TakenSnapshot } from '../../lib/kinds/snapshot/schema.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { aRun } from '../support/a-run.ts';
import { aliasesOf, call, startServer, type Server } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { placeOf } from '../support/test-place.ts';
import { seedSlowIndex, untilRestoring } from './slow-snapshots.ts';

/** Restores are slow here: the repository gives each shard 600 kB a second. */
let server: Server;
let folder: string;
let proxy: FaultyProxy;
let cluster: Cluster;
const taken = new Map<string, TakenSnapshot>();

const LIVE = 'pages-1';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-repo-'));
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  await seedSlowIndex(server.url, LIVE, { pages: {} });
  await register('kept');
  cluster = connect({ url: server.url });
  await take('kept', 'whole');
  await cluster.close();
}, 300_000);
beforeEach(async () => {
  proxy = await startFaultyProxy(server.url);
  cluster = connect({ url: proxy.url, requestTimeoutMs: 10_000 });
});
afterEach(async () => {
  proxy.clear();
  // Whatever happened: the live index has the alias, and nothing else is in the cluster.
  expect(await aliasesOf(server.url)).toEqual({ pages: [LIVE] });
  await cluster.close();
  await proxy.close();
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function register(name: string, location = join(folder, name)): Promise<void> {
  await call(server.url, 'PUT', `/_snapshot/${name}`, {
    type: 'fs',
    settings: { location, max_restore_bytes_per_sec: '600kb' },
  });
}
async function take(repository: string, name: string) {
  const request = { repository, aliases: ['pages'], by: 'a test', name };
  const plan = await planSnapshot(placeOf(cluster), request, aRun());
  const result = await runSnapshot(placeOf(cluster), { kind: 'snapshot', plan }, aRun<SnapshotCheckpoint>());
  taken.set(result.uuid, { job: '1', plan, result });
  return result;
}
const planOf = (repository = 'kept', snapshot = 'whole') =>
  planRestoreSnapshot(
    placeOf(cluster),
    {
      repository,
      snapshot,
      index: LIVE,
      into: 'restored',
      switchAlias: false,
      takenBy: (uuid) => taken.get(uuid) ?? null,
    },
    aRun(),
  );
const run = (plan: RestoreSnapshotPlan, over: Parameters<typeof aRun<RestoreSnapshotCheckpoint>>[0] = {}) =>
  runRestoreSnapshot(placeOf(cluster), { kind: 'restore-snapshot', plan }, aRun<RestoreSnapshotCheckpoint>(over));
const indicesNow = async () =>
  (await call<{ index: string }[]>(server.url, 'GET', '/_cat/indices?format=json')).map(({ index }) => index).sort();
const deleteRestoredIndex = () => call(server.url, 'DELETE', '/restored');
const PROVED = { status: 'done', check: { verdict: 'counted' } };
const isRestoreRequest = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path.includes('/_restore');

describe('the response to the request', () => {
  test.each([
    ['is lost after it was carried out', { kind: 'cut', afterBytes: 0 }],
    ['never reaches the server', { kind: 'cut-request', afterBytes: 10 }],
    ['is an empty object, and nothing was done', { kind: 'answer', status: 200, body: '{}' }],
    ['is an empty object, and it was done', { kind: 'answer', status: 200, body: '{}', forward: true }],
    ['is a sign-in page', { kind: 'answer', status: 200, body: '<html>Please sign in</html>' }],
    ['is a 504 of a proxy, and it was done', { kind: 'answer', status: 504, body: 'late', forward: true }],
  ] as const)('%s: one index is restored, once', async (_, fault) => {
    const plan = await planOf();
    const injected = proxy.inject({ fault, match: isRestoreRequest, times: 1 });
    expect(await run(plan)).toMatchObject(PROVED);
    expect(injected.hits).toBe(1);
    expect(await indicesNow()).toEqual([LIVE, 'restored']);
    await deleteRestoredIndex();
  });
});

test('the connection breaks while it is restored: it is followed again to its end', async () => {
  const running = run(await planOf());
  await untilRestoring(server.url, 'restored');
  await proxy.refuse();
  await sleep(1_500);
  await proxy.accept();
  expect(await running).toMatchObject(PROVED);
  await deleteRestoredIndex();
});

test('somebody deletes the new index meanwhile: the job fails, and says so', async () => {
  const failure = failureOf(run(await planOf()));
  await untilRestoring(server.url, 'restored');
  await deleteRestoredIndex();
  expect(await failure).toMatchObject({
    code: 'index_changed',
    message: 'restored was deleted while it was being restored.',
  });
});

test('cancelled, its index is deleted; resumed, it begins anew', async () => {
  const controller = new AbortController();
  let checkpoint: RestoreSnapshotCheckpoint | null = null;
  const plan = await planOf();
  const failure = failureOf(
    run(plan, { signal: controller.signal, saveCheckpoint: (saved) => void (checkpoint = saved) }),
  );
  await untilRestoring(server.url, 'restored');
  controller.abort(cancelled());
  expect(await failure).toMatchObject({ code: 'cancelled' });
  expect(await indicesNow()).toEqual([LIVE]);
  expect(await run(plan, { checkpoint })).toMatchObject(PROVED);
  await deleteRestoredIndex();
});

test('the snapshot is deleted meanwhile: the server refuses, our own deletion too, and it is restored', async () => {
  const plan = await planOf();
  const running = run(plan);
  await untilRestoring(server.url, 'restored');
  await expect(call(server.url, 'DELETE', '/_snapshot/kept/whole')).rejects.toThrow(/currently being restored|restor/);
  const deletion = await planDeleteSnapshot(
    placeOf(cluster),
    { repository: 'kept', snapshot: 'whole', evenLast: true },
    aRun(),
  );
  expect(deletion.checks.filter(({ level }) => level === 'refuse')).toMatchObject([
    { id: 'restoring', detail: 'restored needs it until the restore has ended.' },
  ]);
  const data = await mkdtemp(join(tmpdir(), 'restore-desk-data-'));
  const store = JobStore.open(data);
  const actor = { name: 'a test', role: 'admin', address: null } as const;
  const restore: RestoreSnapshotWork = { kind: 'restore-snapshot', plan };
  const remove: DeleteSnapshotWork = { kind: 'delete-snapshot', plan: deletion };
  store.create({ cluster: 'one', actor, work: restore }, thisProcess('server'));
  expect(() => store.create({ cluster: 'one', actor, work: remove }, thisProcess('server'))).toThrow(
    expect.objectContaining({ code: 'busy' }),
  );
  store.close();
  await rm(data, { recursive: true });
  expect(await running).toMatchObject(PROVED);
  await deleteRestoredIndex();
});

describe('the folder of the repository', () => {
  test('is gone before and while it is restored: it is named, no red index stays; put back, it is restored', async () => {
    await register('lost');
    await take('lost', 'there');
    const plan = await planOf('lost', 'there');
    const away = join(folder, 'lost-away');
    await rename(join(folder, 'lost'), away);
    const before = await failureOf(run(plan));
    expect(`${before.message} ${before.hint}`).toMatch(/no longer exists|no snapshot|missing/);
    await rename(away, join(folder, 'lost'));
    let checkpoint: RestoreSnapshotCheckpoint | null = null;
    const failure = failureOf(run(plan, { saveCheckpoint: (saved) => void (checkpoint = saved) }));
    await untilRestoring(server.url, 'restored');
    await rename(join(folder, 'lost'), away);
    expect(await failure).toMatchObject({
      code: 'backup_damaged',
      message: expect.stringMatching(/a file of the snapshot is missing in the repository/),
    });
    expect(await indicesNow()).toEqual([LIVE]);
    await putBack(join(folder, 'lost'));
    expect(await run(plan, { checkpoint })).toMatchObject(PROVED);
    await deleteRestoredIndex();
  });

  test('is gone, or can’t be written, when a snapshot is taken: the reason is named; mended, it is taken', async () => {
    await register('nightly');
    await take('nightly', 'first');
    const place = join(folder, 'nightly');
    const modes = (mode: number) => chmodFolders(place, mode);
    for (const [name, break_, mend] of [
      ['gone', () => rename(place, `${place}-away`), () => putBack(place)],
      ['unwritable', () => modes(0o555), () => modes(0o777)],
    ] as const) {
      await addDocument(name);
      await break_();
      const failure = await failureOf(take('nightly', `while-${name}`));
      expect(failure.code).toMatch(/cluster_error|not_found/);
      expect(failure.message).toMatch(
        /missing|denied|not accessible|NoSuchFile|AccessDenied|could not|failed|corrupt/i,
      );
      await mend();
      // A server that wrote while the folder was another one trusts it no more, and says to register it again.
      await call(server.url, 'DELETE', '/_snapshot/nightly');
      await register('nightly');
      expect(await take('nightly', `after-${name}`)).toMatchObject({ status: 'done', proof: 'exact' });
    }
    await modes(0o555);
    expect(await run(await planOf('nightly', 'after-gone'))).toMatchObject({ status: 'done' });
    await modes(0o777);
    await deleteRestoredIndex();
  });

  const isRoot = process.getuid?.() === 0;
  test.skipIf(!isRoot)(
    `is full: the reason is named, and what is there can be restored${isRoot ? '' : ' (needs root, to mount a small disk)'}`,
    async () => {
      const place = join(folder, 'small');
      await mkdir(place);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=777', 'tmpfs', place]);
      expect(mounted.status, String(mounted.stderr)).toBe(0);
      try {
        await register('small');
        await take('small', 'first');
        await writeFile(join(place, 'filler'), Buffer.alloc(30_000_000)).catch(() => undefined);
        await seedSlowIndex(server.url, 'more', { pages: {} });
        const failure = await failureOf(take('small', 'full'));
        expect(`${failure.message} ${JSON.stringify(failure.details)}`).toMatch(/No space left on device/);
        await call(server.url, 'DELETE', '/more');
        expect(await run(await planOf('small', 'first'))).toMatchObject(PROVED);
        await deleteRestoredIndex();
        await rm(join(place, 'filler'));
        expect(await take('small', 'room-again')).toMatchObject({ status: 'done', proof: 'exact' });
      } finally {
        await call(server.url, 'DELETE', '/more?ignore_unavailable=true');
        await call(server.url, 'DELETE', '/_snapshot/small').catch(() => undefined);
        spawnSync('umount', ['-l', place]);
      }
    },
  );
});

async function chmodFolders(place: string, mode: number): Promise<void> {
  await chmod(place, mode);
  for (const entry of await readdir(place, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), mode);
}

/** The server may have made the folder again. */
async function putBack(place: string): Promise<void> {
  await rm(place, { recursive: true, force: true });
  await rename(`${place}-away`, place);
}

const addDocument = (name: string) => call(server.url, 'PUT', `/${LIVE}/_doc/${name}?refresh=true`, { text: name });
