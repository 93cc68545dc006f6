import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planRestoreSnapshot } from '../../lib/kinds/restore-snapshot/plan.ts';
import { runRestoreSnapshot } from '../../lib/kinds/restore-snapshot/run.ts';
import type { RestoreSnapshotCheckpoint } from '../../lib/kinds/restore-snapshot/schema.ts';
import { planSnapshot } from '../../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../../lib/kinds/snapshot/run.ts';
import type { SnapshotCheckpoint, TakenSnapshot } from '../../lib/kinds/snapshot/schema.ts';
import { aRun } from '../support/a-run.ts';
import { aliasesOf, call, startServer, type Server } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { placeOf } from '../support/test-place.ts';
import { seedSlowIndex, untilRestoring, untilTaking } from './slow-snapshots.ts';

/** The repository takes and gives 100 kB a second. */
let server: Server;
let folder: string;
let cluster: Cluster;

const SLOW = { max_snapshot_bytes_per_sec: '100kb', max_restore_bytes_per_sec: '100kb' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-repo-'));
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  cluster = connect({ url: server.url, requestTimeoutMs: 10_000 });
  await seedSlowIndex(server.url, 'pages-1', { pages: {} });
}, 300_000);
afterAll(async () => {
  await cluster?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const register = (name: string, settings: object) =>
  call(server.url, 'PUT', `/_snapshot/${name}`, {
    type: 'fs',
    settings: { location: join(folder, name), ...settings },
  });
async function take(repository: string, name: string): Promise<TakenSnapshot> {
  const plan = await planSnapshot(placeOf(cluster), { repository, aliases: ['pages'], by: 'a test', name }, aRun());
  const result = await runSnapshot(placeOf(cluster), { kind: 'snapshot', plan }, aRun<SnapshotCheckpoint>());
  return { job: '1', plan, result };
}
const indicesNow = async () =>
  (await call<{ index: string; health: string }[]>(server.url, 'GET', '/_cat/indices?format=json'))
    .map(({ index, health }) => `${index} ${health}`)
    .sort();

test('while a snapshot is taken: the job fails, and the next snapshot is taken', async () => {
  await register('taking', SLOW);
  const failure = failureOf(take('taking', 'killed'));
  await untilTaking(server.url);
  await server.kill9();
  await sleep(1_000);
  await server.restart();
  expect(await failure).toMatchObject({ code: 'cluster_error' });
  await register('taking', {});
  expect((await take('taking', 'next')).result).toMatchObject({ status: 'done', proof: 'exact' });
}, 180_000);

test('while one is restored: the job says so and deletes the red index; resumed, it restores it', async () => {
  await register('restoring', {});
  const taken = await take('restoring', 'whole');
  await register('restoring', SLOW);
  const request = { repository: 'restoring', snapshot: 'whole', index: 'pages-1', takenBy: () => taken };
  const plan = await planRestoreSnapshot(placeOf(cluster), { ...request, into: 'pages-2' }, aRun());
  let checkpoint: RestoreSnapshotCheckpoint | null = null;
  const run = () =>
    runRestoreSnapshot(
      placeOf(cluster),
      { kind: 'restore-snapshot', plan },
      aRun<RestoreSnapshotCheckpoint>({ checkpoint, saveCheckpoint: (saved) => void (checkpoint = saved) }),
    );
  const failure = failureOf(run());
  await untilRestoring(server.url, 'pages-2');
  await server.kill9();
  // Resolves when no index is red.
  const restarted = server.restart();
  expect(await failure).toMatchObject({
    code: 'cluster_error',
    message: expect.stringMatching(
      /^Every node restarted before [123] shards? of 3 (was|were) restored, and no server goes on/,
    ),
  });
  await restarted;
  expect(await indicesNow()).toEqual(['pages-1 green']);
  expect(await aliasesOf(server.url)).toEqual({ pages: ['pages-1'] });
  expect(checkpoint).toEqual({ uuid: null });
  await register('restoring', {});
  expect(await run()).toMatchObject({ status: 'done', switched: true, check: { verdict: 'counted' } });
  expect(await aliasesOf(server.url)).toEqual({ pages: ['pages-2'] });
}, 300_000);
