import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backupManifest } from '../../../lib/contract/backup.ts';
import { folderSource } from '../../../lib/contract/backup-ref.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { AppError } from '../../../lib/errors.ts';
import { planBackup } from '../../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../../lib/kinds/backup/run.ts';
import { aRun } from '../../support/a-run.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../../support/elasticsearch.ts';
import { readBackupFile } from '../../support/read-backup-file.ts';
import { fileOfBackup, placeOf } from '../../support/test-place.ts';

const INDEX = 'government-1';

/** The last one reads by a scroll. */
describe.each(['8.19.9', '6.8.23'])('%s', (version) => {
  let url: string;
  let cluster: Cluster;
  let directory: string;
  beforeAll(async () => {
    url = await sharedServer(version);
    cluster = connect({ url });
    directory = await mkdtemp(join(tmpdir(), 'restore-desk-marks-'));
  }, 600_000);
  afterAll(async () => {
    await cluster.close();
    await emptyCluster(url);
    await rm(directory, { recursive: true, force: true });
  });

  const seed = async (shards: number) => {
    await emptyCluster(url);
    await seedIndex(url, INDEX, {
      documents: Array.from({ length: 400 }, (_, n) => ({ id: `seeded ${String(n)}`, source: { n } })),
      settings: { number_of_shards: shards },
      ...(version.startsWith('6.') ? { type: '_doc' } : {}),
    });
  };
  const backUp = async (using = cluster) => {
    const source = folderSource(directory);
    const plan = await planBackup(placeOf(cluster), { indices: [INDEX], source }, aRun());
    const { backups } = await runBackup(placeOf(using), { kind: 'backup', plan }, aRun(), { pageBytes: 10_000 });
    const { manifest, documents } = await readBackupFile(fileOfBackup(backups[0]!));
    return { manifest: backupManifest.parse(manifest), documents };
  };

  test('of a quiet index the marks before and after are the same, and complete', async () => {
    await seed(2);
    const { marks } = (await backUp()).manifest;
    expect(marks!.before).toEqual(marks!.after);
    expect(marks!.before.map(({ shard }) => shard)).toEqual([0, 1]);
    expect(marks!.before.reduce((sum, { maxSeqNo }) => sum + maxSeqNo + 1, 0)).toBe(400);
    for (const { maxSeqNo, globalCheckpoint, primaryTerm } of marks!.before) {
      expect(globalCheckpoint).toBe(maxSeqNo);
      expect(primaryTerm).toBeGreaterThan(0);
    }
  });

  test('during writes the backup has every operation up to the mark before, and none after the mark after', async () => {
    await seed(1);
    // Nothing is refreshed by itself: what is read depends on the refresh of the backup alone.
    await call(url, 'PUT', `/${INDEX}/_settings`, { index: { refresh_interval: '-1' } });
    const written = new Map<string, number>();
    let writing = true;
    const write = async (writer: number) => {
      for (let n = 0; writing; n++) {
        const id = `${String(writer)}-${String(n)}`;
        const { _seq_no: number } = await call<{ _seq_no: number }>(url, 'PUT', `/${INDEX}/_doc/${id}`, { n });
        written.set(id, number);
      }
    };
    const writers = [write(1), write(2), write(3)];
    await expect.poll(() => written.size).toBeGreaterThan(50);
    const { manifest, documents } = await backUp();
    writing = false;
    await Promise.all(writers);
    const [[before], [after]] = [manifest.marks!.before, manifest.marks!.after];
    const missing = [...written].filter(([id, number]) => number <= before!.globalCheckpoint && !documents.has(id));
    const early = [...written].filter(([id, number]) => number > after!.maxSeqNo && documents.has(id));
    expect({ missing, early }).toEqual({ missing: [], early: [] });
    // The two marks say something: operations lie between them and beyond both.
    expect(before!.globalCheckpoint).toBeGreaterThan(400);
    expect(after!.maxSeqNo).toBeGreaterThan(before!.globalCheckpoint);
    expect([...written.values()].some((number) => number > after!.maxSeqNo)).toBe(true);
  });

  test('a user who may not read the numbers gets a backup without them', async () => {
    await seed(1);
    const refusing: Cluster = {
      ...cluster,
      request: (request) =>
        request.query?.['level'] === 'shards'
          ? Promise.reject(new AppError('forbidden', 'No.'))
          : cluster.request(request),
    };
    const { manifest, documents } = await backUp(refusing);
    expect(documents.size).toBe(400);
    expect(manifest.marks).toBeUndefined();
  });
});
