import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { call, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import {
  resumableRun,
  ALIAS,
  backUp,
  connectWithShortTimeouts,
  expectEqual,
  LIVE,
  liveState,
  planFrom,
  restore,
  seedLive,
  temporaryFolder,
  waitUntil,
  prepareLive,
} from './support.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';
import { aRun } from '../support/a-run.ts';

/**
 * A server with one write thread, a queue of one, and bodies of at most 200 KB. It does not check its disk during a
 * test: with enough space it would remove a flood-stage block before the test does.
 */
let server: Server;
let live: unknown;
let file: string;
const COUNT = 1_500;

beforeAll(async () => {
  server = await startServer({
    settings: {
      'thread_pool.write.size': 1,
      'thread_pool.write.queue_size': 1,
      'http.max_content_length': '200kb',
      'cluster.info.update.interval': '1h',
    },
  });
  ({ file, live } = await prepareLive(server.url, { seed: seedInSmallBodies }));
}, 400_000);
afterEach(async () => {
  await call(server.url, 'PUT', '/_cluster/settings', { persistent: { '*': null } });
  const others = (await call<{ index: string }[]>(server.url, 'GET', '/_cat/indices?format=json&h=index')).filter(
    ({ index }) => index !== LIVE,
  );
  for (const { index } of others) await call(server.url, 'DELETE', `/${index}`);
});
afterAll(() => server.stop());

/** Fills the index with bodies that are small enough for this server. */
async function seedInSmallBodies(): Promise<void> {
  // One shard: two would exceed this server's write queue.
  await seedLive(server.url, { count: 0, shards: 1 });
  for (let from = 0; from < COUNT; from += 300) {
    const lines = Array.from(
      { length: 300 },
      (_, at) => `{"index":{"_id":"d${from + at}"}}\n{"n":${from + at},"text":"${'x'.repeat(300)}"}\n`,
    ).join('');
    await waitUntil(() =>
      call<{ errors: boolean }>(server.url, 'POST', `/${LIVE}/_bulk`, lines).then(
        ({ errors }) => !errors,
        () => false,
      ),
    );
  }
  await call(server.url, 'POST', `/${LIVE}/_refresh`);
  expect(await call(server.url, 'GET', `/${LIVE}/_count`)).toMatchObject({ count: COUNT });
}

test('items rejected with 429 are sent again: a queue of one, with other writers', async () => {
  const cluster = connectWithShortTimeouts(server.url, 30_000);
  const plan = await planFrom(cluster, file);
  await call(server.url, 'PUT', '/noise', { settings: { number_of_shards: 4, number_of_replicas: 0 } });
  const lines = Array.from({ length: 200 }, (_, n) => `{"index":{}}\n{"n":${n}}\n`).join('');
  let writing = true;
  const writers = Array.from({ length: 3 }, async () => {
    while (writing) await call(server.url, 'POST', '/noise/_bulk', lines).catch(() => undefined);
  });
  const { run } = resumableRun();
  const result = await restore(cluster, plan, { run, bulkBytes: 20_000, parallelBulks: 4 }).finally(
    () => (writing = false),
  );
  await Promise.all(writers);
  expect(run.sentences.join('\n')).toMatch(/rejected \d+ documents for now/);
  expect(result).toMatchObject({
    status: 'done',
    indexed: COUNT,
    existing: 0,
    rejected: 0,
    check: { verdict: 'equal' },
  });
  await expectEqual(server.url, plan.target.index, file);
  expect(await liveState(server.url)).toEqual(live);
  await cluster.close();
}, 240_000);

test('bodies refused with 413 are halved until they fit', async () => {
  const cluster = connectWithShortTimeouts(server.url, 30_000);
  const plan = await planFrom(cluster, file);
  const result = await restore(cluster, plan, { bulkBytes: 600_000 });
  expect(result).toMatchObject({ status: 'done', indexed: COUNT, rejected: 0, check: { verdict: 'equal' } });
  await expectEqual(server.url, plan.target.index, file);
  expect(await liveState(server.url)).toEqual(live);
  await cluster.close();
}, 120_000);

test('documents that the mapping rejects are counted and saved with their reasons, and the alias does not move; also after a resume', async () => {
  const cluster = connectWithShortTimeouts(server.url, 30_000);
  // Every hundredth document does not fit into this number field.
  await seedIndex(server.url, 'picky', {
    mappings: { properties: { when: { type: 'keyword' } } },
    documents: Array.from({ length: 800 }, (_, n) => ({
      id: `p${n}`,
      source: `{"when":"${n % 100 === 0 ? 'never' : n}","text":"${'y'.repeat(50)}"}`,
    })),
  });
  const unfittingFile = fileOfBackup(
    (await backUp(cluster, temporaryFolder(), { plan: await planOf(cluster, 'picky') })).backups[0]!,
  );
  const plan = await planFrom(cluster, unfittingFile, {
    alias: ALIAS,
    switchAlias: true,
    mappings: { properties: { when: { type: 'integer' } } },
  });
  const stop = new AbortController();
  const { run, saved } = resumableRun({ signal: stop.signal });
  const report = run.report.bind(run);
  run.report = (progress) => {
    report(progress);
    if (progress.phase === 'load' && progress.done > 300) stop.abort();
  };
  expect(await failureOf(restore(cluster, plan, { run, bulkBytes: 4_000, parallelBulks: 1 }))).toMatchObject({
    code: 'cancelled',
  });
  expect(saved.checkpoint?.buckets.rejected).toBeGreaterThan(0);
  const again = resumableRun({ checkpoint: saved.checkpoint, directory: run.directory });
  const result = await restore(cluster, plan, { run: again.run, bulkBytes: 4_000 });
  expect(again.run.sentences.join('\n')).not.toMatch(/once more/);
  expect(result).toMatchObject({
    status: 'partial',
    indexed: 792,
    rejected: 8,
    switched: false,
    check: { verdict: 'partial' },
  });
  expect(result.notSwitched).toMatch(/8 documents were rejected/);
  const rejected = (await readFile(result.rejectedFile!, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; reason: string });
  expect(rejected.map(({ id }) => id).sort()).toEqual(['p0', 'p100', 'p200', 'p300', 'p400', 'p500', 'p600', 'p700']);
  expect(rejected[0]?.reason).toMatch(/never/);
  await expectEqual(server.url, result.index, unfittingFile, new Set(rejected.map(({ id }) => id)));
  expect(await liveState(server.url)).toEqual(live);
  await cluster.close();
}, 120_000);

const planOf = (cluster: Cluster, index: string) =>
  planBackup(placeOf(cluster), { indices: [index], source: folderSource(temporaryFolder()) }, aRun());

test.each<[string, (index: string) => [string, unknown], (index: string) => [string, unknown]]>([
  [
    'on the new index',
    (index) => [`/${index}/_settings`, { 'index.blocks.read_only_allow_delete': true }],
    (index) => [`/${index}/_settings`, { 'index.blocks.read_only_allow_delete': null }],
  ],
  [
    'on the whole cluster',
    () => ['/_cluster/settings', { persistent: { 'cluster.blocks.read_only_allow_delete': true } }],
    () => ['/_cluster/settings', { persistent: { 'cluster.blocks.read_only_allow_delete': null } }],
  ],
])(
  'a flood-stage block %s during a restore: it pauses, says why, and continues when the block is removed',
  async (_, on, off) => {
    const cluster = connectWithShortTimeouts(server.url, 30_000);
    const plan = await planFrom(cluster, file);
    const { run } = resumableRun();
    const loading = restore(cluster, plan, { run, bulkBytes: 10_000, parallelBulks: 1 });
    await waitUntil(() => run.reports.some(({ phase, done }) => phase === 'load' && done > 300));
    await call(server.url, 'PUT', ...on(plan.target.index));
    await waitUntil(() => /writes are blocked/.test(run.reports.at(-1)?.pausedBecause ?? ''));
    expect(run.reports.at(-1)?.pausedBecause).toMatch(/writes are blocked.*(disk|read-only|FORBIDDEN)/i);
    // The previous bulk may still be counted.
    await sleep(1_000);
    const paused = run.reports.at(-1)?.done;
    await sleep(3_000);
    expect(run.reports.at(-1)?.done).toBe(paused);
    await call(server.url, 'PUT', ...off(plan.target.index));
    expect(await loading).toMatchObject({ status: 'done', indexed: COUNT, rejected: 0, check: { verdict: 'equal' } });
    expect(run.sentences.join('\n')).toMatch(/Paused: writes are blocked/);
    await expectEqual(server.url, plan.target.index, file);
    expect(await liveState(server.url)).toEqual(live);
    await cluster.close();
  },
  180_000,
);

test('a load pauses at the high watermark, names node and watermark, and continues', async () => {
  const cluster = connectWithShortTimeouts(server.url, 30_000);
  const plan = await planFrom(cluster, file);
  const { run } = resumableRun();
  const loading = restore(cluster, plan, { run, bulkBytes: 1_000, parallelBulks: 1 });
  await waitUntil(() => run.reports.some(({ phase, done }) => phase === 'load' && done > 10));
  // As on a full disk: the watermark requires more free space than there is.
  const watermark = 'cluster.routing.allocation.disk.watermark';
  await call(server.url, 'PUT', '/_cluster/settings', {
    persistent: { [`${watermark}.low`]: '900tb', [`${watermark}.high`]: '800tb', [`${watermark}.flood_stage`]: '1b' },
  });
  await waitUntil(() => /the disk/.test(run.reports.at(-1)?.pausedBecause ?? ''));
  expect(run.reports.at(-1)?.pausedBecause).toMatch(
    /the disk of node-1 is above the high watermark \(800tb, [\d.]+ [GT]B free\)/,
  );
  await call(server.url, 'PUT', '/_cluster/settings', {
    persistent: { [`${watermark}.low`]: null, [`${watermark}.high`]: null, [`${watermark}.flood_stage`]: null },
  });
  expect(await loading).toMatchObject({ status: 'done', indexed: COUNT, check: { verdict: 'equal' } });
  await expectEqual(server.url, plan.target.index, file);
  expect(await liveState(server.url)).toEqual(live);
  await cluster.close();
}, 180_000);
