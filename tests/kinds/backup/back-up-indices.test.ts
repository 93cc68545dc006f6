import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backupPlan } from '../../../lib/kinds/backup/schema.ts';
import { backupResult } from '../../../lib/kinds/backup/schema.ts';
import { loadingAliasOf } from '../../../lib/contract/loading-alias.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { planBackup } from '../../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../../lib/kinds/backup/run.ts';
import type { BackupCheckpoint } from '../../../lib/backups/source.ts';
import { listBackups } from '../../../lib/backups/folder/list-backups.ts';
import type { Run } from '../../../lib/running/run.ts';
import { verifyBackup } from '../../../lib/backups/folder/verify-backup.ts';
import { aRun } from '../../support/a-run.ts';
import { call, emptyCluster, openContexts, seedIndex, sharedServer } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { readBackupFile } from '../../support/read-backup-file.ts';
import { fileOfBackup, placeOf } from '../../support/test-place.ts';
import { folderSource } from '../../../lib/contract/backup-ref.ts';

const A = 'government-2018-01-08t03-00-00z-aaaa';
const B = 'page-traffic-2018-01-08t03-00-00z-bbbb';
const C = 'page-traffic-2018-01-09t03-00-00z-cccc';
let url: string;
let cluster: Cluster;
let folder: string;
beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-'));
  await emptyCluster(url);
});
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
});

const fill = (index: string, count: number, more: object = {}) =>
  seedIndex(url, index, {
    documents: Array.from({ length: count }, (_, n) => ({ id: String(n), source: `{"n":${n}}` })),
    ...more,
  });
const files = async () => (await readdir(folder, { recursive: true })).filter((name) => name.includes('.zip')).sort();

describe('backing up', () => {
  it('takes every alias where nothing is named: one file each, filed under the alias that is the index’s own', async () => {
    await fill(A, 3, { aliases: { government: {} } });
    await fill(B, 2, { aliases: { 'page-traffic': { filter: { term: { n: 1 } } } } });
    await fill(C, 1, { aliases: { 'page-traffic': {} } });
    await fill('nobody-s', 1);
    const plan = await planBackup(placeOf(cluster), { source: folderSource(folder) }, aRun());
    expect(backupPlan.parse(plan).documents).toBe(6);
    const result = await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun());
    expect(backupResult.parse(result)).toMatchObject({ status: 'done', documents: 6, failures: [] });
    expect(result.backups.map(({ index, group }) => [index, group])).toEqual([
      [A, 'government'],
      [B, B],
      [C, C],
    ]);
    const listed = await listBackups(folder);
    expect(listed.backups.map(({ group, condition }) => [group, condition.state]).sort()).toEqual([
      ['government', 'whole'],
      [B, 'whole'],
      [C, 'whole'],
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

  it('is of one moment, whatever is written meanwhile', async () => {
    await fill(A, 5000, { settings: { number_of_shards: 2 } });
    let writing: Promise<unknown> | null = null;
    const disturb = () =>
      call(
        url,
        'POST',
        `/${A}/_bulk?refresh=true`,
        Array.from(
          { length: 500 },
          (_, n) =>
            `{"index":{"_id":"new ${n}"}}\n{"n":-1}\n{"index":{"_id":"${n}"}}\n{"n":-2}\n{"delete":{"_id":"${4000 + n}"}}\n`,
        ).join(''),
      );
    const result = await runBackup(
      placeOf(cluster),
      {
        kind: 'backup',
        plan: await planBackup(placeOf(cluster), { indices: [A], source: folderSource(folder) }, aRun()),
      },
      aRun({ report: () => void (writing ??= disturb()) }),
      { pageBytes: 20_000 },
    );
    await writing;
    const { documents } = await readBackupFile(fileOfBackup(result.backups[0]!));
    expect(documents.size).toBe(5000);
    for (const [id, { source }] of documents) expect(source).toBe(`{"n":${id}}`);
  });

  it('says that it began before the moment that it holds', async () => {
    await fill(A, 2);
    let asked = Infinity;
    const watching: Cluster = {
      ...cluster,
      request: async (request) => {
        if (/_refresh|_pit/.test(request.path)) {
          asked = Math.min(asked, Date.now());
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return cluster.request(request);
      },
    };
    const result = await runBackup(
      placeOf(watching),
      {
        kind: 'backup',
        plan: await planBackup(placeOf(cluster), { indices: [A], source: folderSource(folder) }, aRun()),
      },
      aRun(),
    );
    const { manifest } = await readBackupFile(fileOfBackup(result.backups[0]!));
    expect(Date.parse((manifest as { startedAt: string }).startedAt)).toBeLessThanOrEqual(asked);
  });

  it('files under a name that a list shows, where an alias begins with a dot', async () => {
    await fill(A, 1, { aliases: { '.products-x': {}, products: {} } });
    await fill(B, 1, { aliases: { '.only-hidden': {} } });
    const result = await runBackup(
      placeOf(cluster),
      { kind: 'backup', plan: await planBackup(placeOf(cluster), { source: folderSource(folder) }, aRun()) },
      aRun(),
    );
    expect(result.backups.map(({ group }) => group).sort()).toEqual([B, 'products']);
    expect((await listBackups(folder)).backups).toHaveLength(2);
  });

  it('sees what was written but never refreshed', async () => {
    await fill(A, 10, { settings: { refresh_interval: '-1' } });
    await call(url, 'PUT', `/${A}/_doc/late`, { n: 99 });
    const result = await runBackup(
      placeOf(cluster),
      {
        kind: 'backup',
        plan: await planBackup(placeOf(cluster), { indices: [A], source: folderSource(folder) }, aRun()),
      },
      aRun(),
    );
    expect(result.documents).toBe(11);
  });

  it('promises what it holds, also by a scroll that opened after more was written than had been counted', async () => {
    await fill(A, 10);
    // A server of this version has no point in time; the reading is the same on a later one.
    const old: Cluster = {
      ...cluster,
      identity: async (signal) => ({ ...(await cluster.identity(signal)), version: '7.9.3' }),
      requestBytes: async (request) => {
        if (request.path.endsWith('/_mapping')) await call(url, 'PUT', `/${A}/_doc/late?refresh=true`, { n: 99 });
        return cluster.requestBytes(request);
      },
    };
    const result = await runBackup(
      placeOf(old),
      { kind: 'backup', plan: await planBackup(placeOf(old), { indices: [A], source: folderSource(folder) }, aRun()) },
      aRun(),
    );
    expect(result.documents).toBe(11);
    expect((await readBackupFile(fileOfBackup(result.backups[0]!))).promised).toBe(11);
    expect(await verifyBackup(fileOfBackup(result.backups[0]!), aRun())).toMatchObject({
      documents: 11,
      complete: true,
    });
  });

  it('is cancelled within two seconds, and leaves nothing on the disk nor on the server', async () => {
    await fill(A, 30_000);
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
      runBackup(
        placeOf(cluster),
        {
          kind: 'backup',
          plan: await planBackup(placeOf(cluster), { indices: [A], source: folderSource(folder) }, aRun()),
        },
        run,
        { pageBytes: 20_000 },
      ),
    );
    expect(failure.code).toBe('cancelled');
    expect(performance.now() - stoppedAt).toBeLessThan(2_000);
    expect(await files()).toEqual([]);
    expect(await openContexts(url)).toBe(0);
  }, 120_000);

  it('takes an index whose name is as long as a name may be', async () => {
    const long = 'é'.repeat(127) + 'x';
    await fill(long, 2);
    const result = await runBackup(
      placeOf(cluster),
      {
        kind: 'backup',
        plan: await planBackup(placeOf(cluster), { indices: [long], source: folderSource(folder) }, aRun()),
      },
      aRun(),
    );
    expect(await verifyBackup(fileOfBackup(result.backups[0]!), aRun())).toMatchObject({
      documents: 2,
      complete: true,
      manifest: { group: long },
    });
    expect((await listBackups(folder)).backups).toMatchObject([{ id: result.backups[0]!.backup.id, group: long }]);
  });

  it('that died between two indices goes on with the files it made, by themselves, and with them alone', async () => {
    await fill(A, 3, { aliases: { government: {} } });
    await fill(B, 2, { aliases: { 'page-traffic': {} } });
    // Somebody else's of the same second, and one of an earlier run: not this one's.
    await runBackup(
      placeOf(cluster),
      { kind: 'backup', plan: await planBackup(placeOf(cluster), { all: true, source: folderSource(folder) }, aRun()) },
      aRun(),
    );
    const plan = await planBackup(placeOf(cluster), { all: true, source: folderSource(folder) }, aRun());
    const stop = new AbortController();
    // The process is gone before its checkpoint reaches the disk.
    const dying = aRun({ signal: stop.signal, saveCheckpoint: () => stop.abort() } as Partial<Run<BackupCheckpoint>>);
    expect((await failureOf(runBackup(placeOf(cluster), { kind: 'backup', plan }, dying, { parallel: 1 }))).code).toBe(
      'cancelled',
    );
    expect(await files()).toHaveLength(3);
    const again = aRun<BackupCheckpoint>();
    const result = await runBackup(placeOf(cluster), { kind: 'backup', plan }, again);
    expect(result).toMatchObject({ status: 'done', documents: 5, failures: [] });
    expect(await files()).toHaveLength(4);
    expect(again.sentences.join('\n')).toMatch(/3 documents were backed up before/);
    await rm(fileOfBackup(result.backups[1]!));
    const mended = await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun());
    expect(mended.backups[0]).toEqual({ ...result.backups[0], seconds: expect.any(Number) as number });
    expect((await readBackupFile(fileOfBackup(mended.backups[1]!))).documents.size).toBe(2);
    expect(await files()).toHaveLength(4);
  });

  it('leaves a closed index and one without sources out, says why, and goes on with the others', async () => {
    await fill(A, 3, { aliases: { government: {} } });
    await fill(B, 3, { aliases: { 'page-traffic': {} } });
    await fill('sourceless-1', 1, { aliases: { sourceless: {} }, mappings: { _source: { enabled: false } } });
    await call(url, 'POST', `/${B}/_close`);
    const plan = await planBackup(placeOf(cluster), { all: true, source: folderSource(folder) }, aRun());
    expect(plan.indices.map(({ index }) => index)).toEqual([A]);
    expect(plan.skipped.map(({ index, code }) => [index, code])).toEqual(
      [
        [B, 'refused'],
        ['sourceless-1', 'unsupported'],
      ].sort(),
    );
    const result = await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun());
    expect(result).toMatchObject({ status: 'partial', documents: 3 });
    expect(result.failures.map(({ hint }) => hint)).toEqual(
      expect.arrayContaining([expect.stringMatching(/Open it first/)]),
    );
  });

  it.each(['metadata', 'read'])(
    'an index under a %s block does not keep the others from being backed up',
    async (block) => {
      await fill(A, 3, { aliases: { government: {} } });
      await fill(B, 3, { aliases: { 'page-traffic': {} } });
      await call(url, 'PUT', `/${B}/_settings`, { [`index.blocks.${block}`]: true });
      try {
        const result = await runBackup(
          placeOf(cluster),
          { kind: 'backup', plan: await planBackup(placeOf(cluster), { source: folderSource(folder) }, aRun()) },
          aRun(),
        );
        expect(result).toMatchObject({
          status: 'partial',
          backups: [{ index: A }],
          failures: [{ index: B, code: 'blocked' }],
        });
        expect(result.failures[0]!.message).toContain(`${block} block`);
      } finally {
        await call(url, 'PUT', `/${B}/_settings`, { [`index.blocks.${block}`]: null });
      }
    },
  );

  it('of every alias says which one it leaves to the cluster: an alias on a dot-index is no silent gap', async () => {
    await fill(A, 3, { aliases: { government: {} } });
    await fill('.products-v3', 2, { aliases: { products: {} } });
    const plan = await planBackup(placeOf(cluster), { source: folderSource(folder) }, aRun());
    expect(plan.skipped).toMatchObject([
      {
        index: '.products-v3',
        code: 'unsupported',
        message: expect.stringMatching(/^products points to .products-v3/) as string,
      },
    ]);
    expect((await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun())).status).toBe('partial');
    expect(
      await failureOf(planBackup(placeOf(cluster), { aliases: ['products'], source: folderSource(folder) }, aRun())),
    ).toMatchObject({
      code: 'unsupported',
    });
    expect(
      (await planBackup(placeOf(cluster), { aliases: ['government'], source: folderSource(folder) }, aRun())).skipped,
    ).toEqual([]);
    await call(url, 'DELETE', '/.products-v3');
  });

  it('warns of an index that a restore never finished filling', async () => {
    await fill(A, 3, { aliases: { [loadingAliasOf('aaaa')]: {} } });
    expect(
      (
        await planBackup(placeOf(cluster), { indices: [A], source: folderSource(folder) }, aRun())
      ).indices[0]!.warnings.join(),
    ).toMatch(/never came to its end/);
  });

  it('refuses a plan of which nothing is left', async () => {
    await fill(B, 3, { aliases: { 'page-traffic': {} } });
    await call(url, 'POST', `/${B}/_close`);
    expect(
      (await planBackup(placeOf(cluster), { indices: [B], source: folderSource(folder) }, aRun())).checks.map(
        ({ level }) => level,
      ),
    ).toContain('refuse');
  });

  it('knows an alias from an index by name, and says which is which', async () => {
    await fill(A, 1, { aliases: { government: {} } });
    expect(
      (await failureOf(planBackup(placeOf(cluster), { indices: ['government'], source: folderSource(folder) }, aRun())))
        .hint,
    ).toMatch(/--alias/);
    expect(
      (await failureOf(planBackup(placeOf(cluster), { aliases: [A], source: folderSource(folder) }, aRun()))).hint,
    ).toMatch(/--index/);
    expect(
      (await failureOf(planBackup(placeOf(cluster), { indices: ['nothing'], source: folderSource(folder) }, aRun())))
        .code,
    ).toBe('not_found');
  });

  it('is not of an index that was deleted and made again since the plan', async () => {
    await fill(A, 3);
    const plan = await planBackup(placeOf(cluster), { indices: [A], source: folderSource(folder) }, aRun());
    await call(url, 'DELETE', `/${A}`);
    await fill(A, 1);
    expect((await failureOf(runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun()))).code).toBe('index_changed');
    expect(await files()).toEqual([]);
  });

  it('warns of sources that are not the whole document', async () => {
    await fill(A, 1, { mappings: { _source: { excludes: ['secret'] } } });
    const plan = await planBackup(placeOf(cluster), { indices: [A], source: folderSource(folder) }, aRun());
    expect(plan.indices[0]!.warnings[0]).toMatch(/leaves parts of the source out/);
  });
});
