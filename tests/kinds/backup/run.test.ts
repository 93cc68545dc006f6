import { readdir, rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { BackupCheckpoint } from '../../../lib/backups/source.ts';
import { listBackups } from '../../support/folder-of-backups.ts';
import { verifyBackup } from '../../../lib/backups/zip/verify-backup.ts';
import { folderSource } from '../../../lib/contract/backup-ref.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { planBackup } from '../../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../../lib/kinds/backup/run.ts';
import { backupPlan, backupResult } from '../../../lib/kinds/backup/schema.ts';
import type { Run } from '../../../lib/running/run.ts';
import { aRun } from '../../support/a-run.ts';
import { call, openContexts } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { fileOfBackup } from '../../support/test-place.ts';
import { placeOf } from '../../support/test-place.ts';
import { readBackupFile } from '../../support/read-backup-file.ts';
import { setUpServer } from '../../support/set-up-server.ts';

const A = 'government-2018-01-08t03-00-00z-aaaa';
const B = 'page-traffic-2018-01-08t03-00-00z-bbbb';
const C = 'page-traffic-2018-01-09t03-00-00z-cccc';
const server = setUpServer();

const files = async () =>
  (await readdir(server.directory, { recursive: true })).filter((name) => name.includes('.zip')).sort();

test('a backup of every alias has one file per index, in the group of its alias, also where that is on several indices', async () => {
  await server.seed(A, 3, { aliases: { government: {} } });
  await server.seed(B, 2, { aliases: { 'page-traffic': { filter: { term: { n: 1 } } } } });
  await server.seed(C, 1, { aliases: { 'page-traffic': {} } });
  await server.seed('nobody-s', 1);
  const plan = await server.planBackup();
  expect(backupPlan.parse(plan).documents).toBe(6);
  const result = await server.runBackup(plan);
  expect(backupResult.parse(result)).toMatchObject({ status: 'done', documents: 6, failures: [] });
  expect(result.backups.map(({ index, group }) => [index, group])).toEqual([
    [A, 'government'],
    [B, 'page-traffic'],
    [C, 'page-traffic'],
  ]);
  const listed = await listBackups(server.directory);
  expect(listed.backups.map(({ group, condition }) => [group, condition.state]).sort()).toEqual([
    ['government', 'whole'],
    ['page-traffic', 'whole'],
    ['page-traffic', 'whole'],
  ]);
  const { manifest } = await readBackupFile(fileOfBackup(result.backups[1]!));
  expect(manifest).toMatchObject({
    documents: 2,
    index: { name: B },
    aliases: [{ alias: 'page-traffic', filter: { term: { n: 1 } } }],
  });
  for (const made of result.backups)
    expect(await verifyBackup(fileOfBackup(made), aRun())).toMatchObject({ complete: true });
});

test('a backup is of one moment, whatever is written meanwhile', async () => {
  await server.seed(A, 5000, { settings: { number_of_shards: 2 } });
  let writing: Promise<unknown> | null = null;
  const disturb = () =>
    call(
      server.url,
      'POST',
      `/${A}/_bulk?refresh=true`,
      Array.from(
        { length: 500 },
        (_, n) =>
          `{"index":{"_id":"new ${n}"}}\n{"n":-1}\n{"index":{"_id":"${n}"}}\n{"n":-2}\n{"delete":{"_id":"${4000 + n}"}}\n`,
      ).join(''),
    );
  const result = await server.runBackup(
    await server.planBackup({ indices: [A] }),
    aRun({ report: () => void (writing ??= disturb()) }),
    { pageBytes: 20_000 },
  );
  await writing;
  const { documents } = await readBackupFile(fileOfBackup(result.backups[0]!));
  expect(documents.size).toBe(5000);
  for (const [id, { source }] of documents) expect(source).toBe(`{"n":${id}}`);
});

test('the start time of a backup is before the moment that it contains', async () => {
  await server.seed(A, 2);
  let asked = Infinity;
  const watching: Cluster = {
    ...server.cluster,
    request: async (request) => {
      if (/_refresh|_pit/.test(request.path)) {
        asked = Math.min(asked, Date.now());
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return server.cluster.request(request);
    },
  };
  const result = await runBackup(
    placeOf(watching),
    {
      kind: 'backup',
      plan: await server.planBackup({ indices: [A] }),
    },
    aRun(),
  );
  const { manifest } = await readBackupFile(fileOfBackup(result.backups[0]!));
  expect(Date.parse((manifest as { startedAt: string }).startedAt)).toBeLessThanOrEqual(asked);
});

test('an index that is named is filed under its own alias or name, one of a named alias under that alias', async () => {
  await server.seed(A, 1, { aliases: { government: {}, everything: {} } });
  await server.seed(B, 1, { aliases: { everything: {} } });
  const groupsOf = async (selection: Parameters<typeof server.planBackup>[0]) =>
    (await server.planBackup(selection)).indices.map(({ index, group }) => [index, group]);
  expect(await groupsOf({ aliases: ['everything'] })).toEqual([
    [A, 'everything'],
    [B, 'everything'],
  ]);
  expect(await groupsOf({ indices: [A, B] })).toEqual([
    [A, 'government'],
    [B, B],
  ]);
  expect(await groupsOf({ aliases: ['government', 'everything'] })).toEqual([
    [A, 'government'],
    [B, 'everything'],
  ]);
});

test('the group of a backup is never hidden, even if its index has an alias that begins with a dot', async () => {
  await server.seed(A, 1, { aliases: { '.products-x': {}, products: {} } });
  await server.seed(B, 1, { aliases: { '.only-hidden': {} } });
  const result = await server.runBackup(await server.planBackup());
  expect(result.backups.map(({ group }) => group).sort()).toEqual([B, 'products']);
  expect((await listBackups(server.directory)).backups).toHaveLength(2);
});

test('a backup contains documents that were written and never refreshed', async () => {
  await server.seed(A, 10, { settings: { refresh_interval: '-1' } });
  await call(server.url, 'PUT', `/${A}/_doc/late`, { n: 99 });
  const result = await server.runBackup(await server.planBackup({ indices: [A] }));
  expect(result.documents).toBe(11);
});

test('a backup by scroll promises the documents that it has, even if more were written after they were counted', async () => {
  await server.seed(A, 10);
  // A server of this version has no point in time; the reading is the same on a later one.
  const old: Cluster = {
    ...server.cluster,
    identity: async (signal) => ({ ...(await server.cluster.identity(signal)), version: '7.9.3' }),
    requestBytes: async (request) => {
      if (request.path.endsWith('/_mapping')) await call(server.url, 'PUT', `/${A}/_doc/late?refresh=true`, { n: 99 });
      return server.cluster.requestBytes(request);
    },
  };
  const result = await runBackup(
    placeOf(old),
    {
      kind: 'backup',
      plan: await planBackup(placeOf(old), { indices: [A], source: folderSource(server.directory) }, aRun()),
    },
    aRun(),
  );
  expect(result.documents).toBe(11);
  expect((await readBackupFile(fileOfBackup(result.backups[0]!))).promised).toBe(11);
  expect(await verifyBackup(fileOfBackup(result.backups[0]!), aRun())).toMatchObject({ documents: 11, complete: true });
});

test('a backup is cancelled within two seconds, and leaves nothing on disk or on the server', async () => {
  await server.seed(A, 30_000);
  const stop = new AbortController();
  let stoppedAt = 0;
  const run = aRun({
    signal: stop.signal,
    report: ({ done }) => {
      if (done === 0 || stop.signal.aborted) return;
      stoppedAt = performance.now();
      stop.abort();
    },
  });
  const failure = await failureOf(
    server.runBackup(await server.planBackup({ indices: [A] }), run, { pageBytes: 20_000 }),
  );
  expect(failure.code).toBe('cancelled');
  expect(performance.now() - stoppedAt).toBeLessThan(2_000);
  expect(await files()).toEqual([]);
  expect(await openContexts(server.url)).toBe(0);
}, 120_000);

test('an index with a name of the maximum length is backed up', async () => {
  const long = 'é'.repeat(127) + 'x';
  await server.seed(long, 2);
  const result = await server.runBackup(await server.planBackup({ indices: [long] }));
  expect(await verifyBackup(fileOfBackup(result.backups[0]!), aRun())).toMatchObject({
    documents: 2,
    complete: true,
    manifest: { group: long },
  });
  expect((await listBackups(server.directory)).backups).toMatchObject([
    { id: result.backups[0]!.backup.id, group: long },
  ]);
});

test('a backup that was interrupted between two indices continues with its own files, and with no others', async () => {
  await server.seed(A, 3, { aliases: { government: {} } });
  await server.seed(B, 2, { aliases: { 'page-traffic': {} } });
  // Files of another run, perhaps of the same second: the continued backup must not use them.
  await server.runBackup(await server.planBackup({ all: true }));
  const plan = await server.planBackup({ all: true });
  const stop = new AbortController();
  // The process is gone before its checkpoint reaches the disk.
  const dying = aRun({ signal: stop.signal, saveCheckpoint: () => stop.abort() } as Partial<Run<BackupCheckpoint>>);
  expect((await failureOf(server.runBackup(plan, dying, { parallel: 1 }))).code).toBe('cancelled');
  expect(await files()).toHaveLength(3);
  const again = aRun<BackupCheckpoint>();
  const result = await server.runBackup(plan, again);
  expect(result).toMatchObject({ status: 'done', documents: 5, failures: [] });
  expect(await files()).toHaveLength(4);
  expect(again.sentences.join('\n')).toMatch(/3 documents were backed up before/);
  await rm(fileOfBackup(result.backups[1]!));
  const mended = await server.runBackup(plan);
  expect(mended.backups[0]).toEqual({ ...result.backups[0], seconds: expect.any(Number) as number });
  expect((await readBackupFile(fileOfBackup(mended.backups[1]!))).documents.size).toBe(2);
  expect(await files()).toHaveLength(4);
});

test('a closed index and one without sources are left out with the reason, and the others are backed up', async () => {
  await server.seed(A, 3, { aliases: { government: {} } });
  await server.seed(B, 3, { aliases: { 'page-traffic': {} } });
  await server.seed('sourceless-1', 1, { aliases: { sourceless: {} }, mappings: { _source: { enabled: false } } });
  await call(server.url, 'POST', `/${B}/_close`);
  const plan = await server.planBackup({ all: true });
  expect(plan.indices.map(({ index }) => index)).toEqual([A]);
  expect(plan.skipped.map(({ index, code }) => [index, code])).toEqual(
    [
      [B, 'refused'],
      ['sourceless-1', 'unsupported'],
    ].sort(),
  );
  const result = await server.runBackup(plan);
  expect(result).toMatchObject({ status: 'partial', documents: 3 });
  expect(result.failures.map(({ hint }) => hint)).toEqual(
    expect.arrayContaining([expect.stringMatching(/Open it first/)]),
  );
});

test.each(['metadata', 'read'])(
  'an index under a %s block does not keep the others from being backed up',
  async (block) => {
    await server.seed(A, 3, { aliases: { government: {} } });
    await server.seed(B, 3, { aliases: { 'page-traffic': {} } });
    await call(server.url, 'PUT', `/${B}/_settings`, { [`index.blocks.${block}`]: true });
    try {
      const result = await server.runBackup(await server.planBackup());
      expect(result).toMatchObject({
        status: 'partial',
        backups: [{ index: A }],
        failures: [{ index: B, code: 'blocked' }],
      });
      expect(result.failures[0]!.message).toContain(`${block} block`);
    } finally {
      await call(server.url, 'PUT', `/${B}/_settings`, { [`index.blocks.${block}`]: null });
    }
  },
);

test('a backup of every alias names the alias on a dot-index that it leaves out', async () => {
  await server.seed(A, 3, { aliases: { government: {} } });
  await server.seed('.products-v3', 2, { aliases: { products: {} } });
  const plan = await server.planBackup();
  expect(plan.skipped).toMatchObject([
    {
      index: '.products-v3',
      code: 'unsupported',
      message: expect.stringMatching(/^products points to .products-v3/) as string,
    },
  ]);
  expect((await server.runBackup(plan)).status).toBe('partial');
  expect(await failureOf(server.planBackup({ aliases: ['products'] }))).toMatchObject({
    code: 'unsupported',
  });
  expect((await server.planBackup({ aliases: ['government'] })).skipped).toEqual([]);
  await call(server.url, 'DELETE', '/.products-v3');
});

test('an index that was deleted and created again since the plan is not backed up', async () => {
  await server.seed(A, 3);
  const plan = await server.planBackup({ indices: [A] });
  await call(server.url, 'DELETE', `/${A}`);
  await server.seed(A, 1);
  expect((await failureOf(server.runBackup(plan))).code).toBe('index_changed');
  expect(await files()).toEqual([]);
});
