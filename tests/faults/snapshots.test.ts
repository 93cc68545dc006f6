import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { listRepositories, putRepository, verifyRepository } from '../../lib/elasticsearch/snapshots/repositories.ts';
import { cancelled, shuttingDown } from '../../lib/errors.ts';
import { planSnapshot } from '../../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../../lib/kinds/snapshot/run.ts';
import type { SnapshotCheckpoint } from '../../lib/kinds/snapshot/schema.ts';
import { aRun } from '../support/a-run.ts';
import { call, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { placeOf } from '../support/test-place.ts';
import { untilTaking } from './slow-snapshots.ts';

/** Snapshots are slow here: the repository takes 400 kB a second. */
let server: Server;
let folder: string;
let proxy: FaultyProxy;
let cluster: Cluster;
let number = 0;

const SLOW = { name: 'max_snapshot_bytes_per_sec', value: '400kb' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-repo-'));
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  await seedIndex(server.url, 'pages-1', {
    documents: Array.from({ length: 1_500 }, (_, id) => ({
      id: String(id),
      source: {
        text: Array.from({ length: 40 }, (__, word) => ((id * 7919 + word * 104_729) % 999_983).toString(36)).join(' '),
      },
    })),
    aliases: { pages: {} },
  });
}, 300_000);
beforeEach(async () => {
  number++;
  proxy = await startFaultyProxy(server.url);
  cluster = connect({ url: proxy.url, requestTimeoutMs: 10_000 });
  // A folder of its own each time, or the second snapshot would have nothing to copy.
  await call(server.url, 'PUT', '/_snapshot/slow', {
    type: 'fs',
    settings: { location: join(folder, `slow-${String(number)}`), [SLOW.name]: SLOW.value },
  });
});
afterEach(async () => {
  proxy.clear();
  await cluster.close();
  await proxy.close();
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const plan = () =>
  planSnapshot(
    placeOf(cluster),
    { repository: 'slow', aliases: ['pages'], by: 'a test', name: `taken-${String(number)}` },
    aRun(),
  );
const namesOf = async () =>
  (
    await call<{ snapshots: { snapshot: string; uuid: string; state: string }[] }>(
      server.url,
      'GET',
      '/_snapshot/slow/_all',
    )
  ).snapshots;
test.each([
  ['is lost', { kind: 'cut', afterBytes: 0 }],
  ['is an empty object', { kind: 'answer', status: 200, body: '{}' }],
  ['is a sign-in page', { kind: 'answer', status: 200, body: '<html>Please sign in</html>' }],
] as const)('the response to the request %s: one snapshot is taken, and found by its name', async (_, fault) => {
  const planned = await plan();
  const { hits } = proxy.inject({ fault, match: ({ method }) => method === 'PUT', times: 1 });
  const result = await runSnapshot(placeOf(cluster), { kind: 'snapshot', plan: planned }, aRun<SnapshotCheckpoint>());
  expect(hits).toBeLessThanOrEqual(1);
  expect(result).toMatchObject({ status: 'done', proof: 'exact' });
  expect(await namesOf()).toMatchObject([{ uuid: result.uuid, state: 'SUCCESS' }]);
});

test('the connection breaks while it is taken: it is followed again to its end', async () => {
  const planned = await plan();
  const run = aRun<SnapshotCheckpoint>();
  const running = runSnapshot(placeOf(cluster), { kind: 'snapshot', plan: planned }, run);
  await untilTaking(server.url);
  await proxy.refuse();
  await sleep(1_500);
  await proxy.accept();
  expect(await running).toMatchObject({ status: 'done', proof: 'exact' });
  expect(run.reports.some(({ phase, total, done }) => phase === 'copy' && total !== null && done < total)).toBe(true);
});

test('cancelled, it is deleted; when Restore Desk stops, it goes on and the resumed job finds it', async () => {
  for (const [reason, kept] of [
    [cancelled(), false],
    [shuttingDown(), true],
  ] as const) {
    const planned = { ...(await plan()), snapshot: `stopped-${String(kept)}` };
    const controller = new AbortController();
    let checkpoint: SnapshotCheckpoint | null = null;
    const running = runSnapshot(
      placeOf(cluster),
      { kind: 'snapshot', plan: planned },
      aRun<SnapshotCheckpoint>({ signal: controller.signal, saveCheckpoint: (saved) => void (checkpoint = saved) }),
    );
    const failure = failureOf(running);
    await untilTaking(server.url);
    controller.abort(reason);
    expect(await failure).toMatchObject({ code: 'cancelled' });
    expect((await namesOf()).map(({ snapshot }) => snapshot)).toEqual(kept ? [planned.snapshot] : []);
    if (!kept) continue;
    const resumed = await runSnapshot(
      placeOf(cluster),
      { kind: 'snapshot', plan: planned },
      aRun<SnapshotCheckpoint>({ checkpoint }),
    );
    expect(resumed).toMatchObject({ status: 'done', proof: 'exact' });
    expect(await namesOf()).toMatchObject([{ uuid: resumed.uuid }]);
  }
});

test('somebody deletes it while it is taken: the job fails, and says what may have happened', async () => {
  const planned = await plan();
  const failure = failureOf(
    runSnapshot(placeOf(cluster), { kind: 'snapshot', plan: planned }, aRun<SnapshotCheckpoint>()),
  );
  await untilTaking(server.url);
  await call(server.url, 'DELETE', `/_snapshot/slow/${planned.snapshot}`);
  expect(await failure).toMatchObject({
    code: 'cluster_error', // Between the two it is listed as failed, because it was aborted.
    message: expect.stringMatching(/does not exist|abort/i),
  });
});

test('the folder of a repository is gone: the verification names the node, and a registration is undone', async () => {
  const gone = join(folder, 'gone');
  const repository = { name: 'gone', type: 'fs', settings: [{ name: 'location', value: gone }] };
  await putRepository(cluster, { ...repository, before: null });
  await chmod(gone, 0o000);
  expect(await failureOf(verifyRepository(cluster, 'gone'))).toMatchObject({
    code: 'cluster_error',
    message: expect.stringMatching(/not accessible|permission|denied|verif/i),
  });
  await chmod(gone, 0o777);
  const lost = { ...repository, name: 'lost', settings: [{ name: 'location', value: join(folder, 'lost') }] };
  proxy.inject({
    fault: { kind: 'cut', afterBytes: 0 },
    match: ({ path }) => path.startsWith('/_snapshot/lost?'),
    times: 1,
  });
  await putRepository(cluster, { ...lost, before: null });
  expect((await listRepositories(cluster)).map(({ name }) => name)).toContain('lost');
});
