import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RestoreCheckpoint } from '../../lib/loading/checkpoint.ts';
import { aRun } from '../support/a-run.ts';
import { call, openContexts, startServer, type Server } from '../support/elasticsearch.ts';
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
  temporaryFolder,
  waitUntil,
  prepareLive,
} from './support.ts';
import { fileOfBackup } from '../support/test-place.ts';

let server: Server;
let file: string;
let live: unknown;
const COUNT = 6_000;

beforeAll(async () => {
  server = await startServer();
  ({ file, live } = await prepareLive(server.url, { count: COUNT }));
}, 400_000);
beforeEach(async () => {
  await server.restart();
});
afterAll(() => server.stop());

/** Runs `action` once when the run has reported this many documents. Returns whether it has run. */
function runAtDocuments(run: ReturnType<typeof aRun>, documents: number, action: () => unknown): () => boolean {
  let hasRun = false;
  const report = run.report.bind(run);
  run.report = (progress) => {
    report(progress);
    if (hasRun || progress.unit !== 'documents' || progress.done < documents) return;
    hasRun = true;
    void action();
  };
  return () => hasRun;
}

describe('Elasticsearch killed (-9) and started again', () => {
  test('during a backup: the point in time is lost, so the backup fails without a file; the next one is complete', async () => {
    const directory = temporaryFolder();
    const cluster = connectWithShortTimeouts(server.url, 10_000);
    const run = aRun();
    let restarted: Promise<void> = Promise.resolve();
    runAtDocuments(run, COUNT / 4, () => (restarted = server.kill9().then(() => server.restart())));
    const failure = await failureOf(backUp(cluster, directory, { run, slices: 1, pageBytes: 20_000 }));
    expect(failure.code).toMatch(/index_changed|unreachable/);
    expect(failure.hint).toBeTruthy();
    await expectNoBackup(directory);
    await restarted;
    const again = await backUp(cluster, directory);
    await expectEqual(server.url, LIVE, fileOfBackup(again.backups[0]!));
    expect(await liveState(server.url)).toEqual(live);
    await cluster.close();
  }, 300_000);

  test('during a restore: the restore waits, says so, and ends equal', async () => {
    const cluster = connectWithShortTimeouts(server.url, 10_000);
    const plan = await planFrom(cluster, file);
    const { run } = resumableRun();
    let back: Promise<void> = Promise.resolve();
    const hasRun = runAtDocuments(run, COUNT / 4, () => (back = server.kill9().then(() => server.restart())));
    const result = await restore(cluster, plan, { run });
    await back;
    expect(hasRun()).toBe(true);
    expect(result).toMatchObject({
      status: 'done',
      indexed: COUNT,
      existing: 0,
      rejected: 0,
      check: { verdict: 'equal' },
    });
    expect(run.reports.some(({ pausedBecause }) => pausedBecause !== null)).toBe(true);
    await expectEqual(server.url, plan.target.index, file);
    expect(await liveState(server.url)).toEqual(live);
    await call(server.url, 'DELETE', `/${plan.target.index}`);
    await cluster.close();
  }, 300_000);

  test('and started again later: the restore fails; resumed when the server is back it ends equal', async () => {
    const cluster = connectWithShortTimeouts(server.url, 10_000);
    const plan = await planFrom(cluster, file);
    const { run, saved } = resumableRun();
    runAtDocuments(run, COUNT / 4, () => server.kill9());
    expect(await failureOf(restore(cluster, plan, { run, retryMs: 3_000, connectionRetryMs: 3_000 }))).toMatchObject({
      code: 'unreachable',
    });
    await server.restart();
    const again = resumableRun({ checkpoint: saved.checkpoint as RestoreCheckpoint });
    expect(await restore(cluster, plan, { run: again.run })).toMatchObject({
      status: 'done',
      indexed: COUNT,
      check: { verdict: 'equal' },
    });
    await expectEqual(server.url, plan.target.index, file);
    expect(await liveState(server.url)).toEqual(live);
    await call(server.url, 'DELETE', `/${plan.target.index}`);
    await cluster.close();
  }, 300_000);
});

describe('Elasticsearch suspended for 60 s (SIGSTOP)', () => {
  test('a backup and a restore wait, say why, and end equal', async () => {
    const cluster = connectWithShortTimeouts(server.url, 15_000);
    const plan = await planFrom(cluster, file);
    const backing = aRun();
    const { run: loading } = resumableRun();
    const running = () =>
      backing.reports.some(({ done }) => done > 0) &&
      loading.reports.some(({ phase, done }) => phase === 'load' && done > 0);
    const directory = temporaryFolder();
    const both = Promise.all([
      backUp(cluster, directory, { run: backing, slices: 1, pageBytes: 4_000 }),
      restore(cluster, plan, { run: loading, bulkBytes: 4_000, parallelBulks: 1 }),
    ]);
    await waitUntil(running, 240_000);
    server.pause();
    const resumed = new Promise<void>((resolve) =>
      setTimeout(() => {
        server.resume();
        resolve();
      }, 60_000),
    );
    const [backup, restored] = await both;
    await resumed;
    expect(backup).toMatchObject({ status: 'done', documents: COUNT });
    expect(restored).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
    await expectEqual(server.url, LIVE, fileOfBackup(backup.backups[0]!));
    await expectEqual(server.url, plan.target.index, file);
    expect(await openContexts(server.url)).toBe(0);
    expect(await liveState(server.url)).toEqual(live);
    await cluster.close();
  }, 400_000);
});
