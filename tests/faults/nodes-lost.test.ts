import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAppError } from '../../lib/errors.ts';
import { aRun } from '../support/a-run.ts';
import { call, startServer, type Server } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import {
  resumableRun,
  backUp,
  connectWithShortTimeouts,
  expectEqual,
  expectNoBackup,
  LIVE,
  liveState,
  planFrom,
  restore,
  seedLive,
  temporaryFolder,
  waitUntil,
  prepareLive,
} from './support.ts';
import { fileOfBackup } from '../support/test-place.ts';

let server: Server;
let file: string;
let live: unknown;
const COUNT = 5_000;

beforeAll(async () => {
  server = await startServer({
    nodes: 3,
    heapMb: 384,
    startTimeoutMs: 400_000,
    settings: { 'cluster.routing.allocation.node_concurrent_recoveries': 8 },
  });
  ({ file, live } = await prepareLive(server.url, {
    seed: async () => {
      await seedLive(server.url, { count: COUNT, shards: 3, replicas: 1 });
      await waitForGreen();
    },
  }));
}, 600_000);
afterAll(() => server.stop());

const waitForGreen = () => call(server.url, 'GET', '/_cluster/health?wait_for_status=green&timeout=55s');

test('a restore waits for the shards of a killed node, and ends equal', async () => {
  const cluster = connectWithShortTimeouts(server.url, 10_000);
  const plan = await planFrom(cluster, file);
  const { run } = resumableRun();
  const loading = restore(cluster, plan, { run, bulkBytes: 10_000, parallelBulks: 1 });
  await waitUntil(() => run.reports.some(({ phase, done }) => phase === 'load' && done > 500));
  await server.kill9(2);
  // There are no replicas during a load: the killed node's shards are missing until it returns.
  await waitUntil(
    () => run.reports.some(({ pausedBecause }) => /the new index is red: \d of its shards/.test(pausedBecause ?? '')),
    120_000,
  );
  await server.restart(2);
  const result = await loading;
  expect(result).toMatchObject({ status: 'done', indexed: COUNT, rejected: 0, check: { verdict: 'equal' } });
  await expectEqual(server.url, plan.target.index, file);
  expect(await liveState(server.url)).toEqual(live);
  await call(server.url, 'DELETE', `/${plan.target.index}`);
  await cluster.close();
}, 600_000);

test('a restore fails when the killed node does not return in time; resumed later it ends equal', async () => {
  await waitForGreen();
  const cluster = connectWithShortTimeouts(server.url, 3_000);
  const plan = await planFrom(cluster, file);
  const { run, saved } = resumableRun();
  const loading = failureOf(restore(cluster, plan, { run, bulkBytes: 10_000, parallelBulks: 1, retryMs: 8_000 }));
  await waitUntil(() => run.reports.some(({ phase, done }) => phase === 'load' && done > 500));
  await server.kill9(2);
  const failure = await loading;
  expect(failure.code).toMatch(/^(unreachable|timed_out|overloaded)$/);
  expect(failure.hint).toBeTruthy();
  expect(saved.checkpoint?.done).toBeGreaterThan(0);
  await server.restart(2);
  const again = resumableRun({ checkpoint: saved.checkpoint, directory: run.directory });
  expect(await restore(cluster, plan, { run: again.run })).toMatchObject({
    status: 'done',
    indexed: COUNT,
    check: { verdict: 'equal' },
  });
  await expectEqual(server.url, plan.target.index, file);
  expect(await liveState(server.url)).toEqual(live);
  await call(server.url, 'DELETE', `/${plan.target.index}`);
  await cluster.close();
}, 600_000);

test('a backup during which a node is killed ends equal, or fails without a file; the next one is complete', async () => {
  await waitForGreen();
  const cluster = connectWithShortTimeouts(server.url, 10_000);
  const directory = temporaryFolder();
  const run = aRun();
  const backing = backUp(cluster, directory, { run, slices: 1, pageBytes: 8_000, readRetryMs: 20_000 }).catch(
    (error: unknown) => error,
  );
  await waitUntil(() => run.reports.some(({ done }) => done > 500));
  await server.kill9(1);
  const outcome = await backing;
  if (isAppError(outcome)) await expectNoBackup(directory);
  else await expectEqual(server.url, LIVE, fileOfBackup((outcome as Awaited<ReturnType<typeof backUp>>).backups[0]!));
  const again = await backUp(cluster, directory, {});
  expect(again.status).toBe('done');
  await server.restart(1);
  await expectEqual(server.url, LIVE, fileOfBackup(again.backups[0]!));
  expect(await liveState(server.url)).toEqual(live);
  await cluster.close();
}, 600_000);

test('a restore waits while there is no master, says so, and ends equal', async () => {
  await waitForGreen();
  const cluster = connectWithShortTimeouts(server.url, 10_000);
  const plan = await planFrom(cluster, file);
  const { run } = resumableRun();
  const loading = restore(cluster, plan, { run, bulkBytes: 10_000, parallelBulks: 1 });
  await waitUntil(() => run.reports.some(({ phase, done }) => phase === 'load' && done > 500));
  await Promise.all([server.kill9(1), server.kill9(2)]);
  await waitUntil(() => run.reports.some(({ pausedBecause }) => /has no master/.test(pausedBecause ?? '')), 180_000);
  await server.restart();
  expect(await loading).toMatchObject({ status: 'done', indexed: COUNT, check: { verdict: 'equal' } });
  await waitForGreen();
  await expectEqual(server.url, plan.target.index, file);
  expect(await liveState(server.url)).toEqual(live);
  await cluster.close();
}, 600_000);
