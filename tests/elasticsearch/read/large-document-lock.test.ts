import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { lockLargeDocuments } from '../../../lib/elasticsearch/read/large-document-lock.ts';
import { planBackup } from '../../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../../lib/kinds/backup/run.ts';
import { planRestore } from '../../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../../lib/kinds/restore/run.ts';
import { aRun } from '../../support/a-run.ts';
import {
  call,
  emptyCluster,
  readIndex,
  seedIndex,
  sharedServer,
  type SeedDocument,
} from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { readBackupFile } from '../../support/read-backup-file.ts';
import { fileOfBackup, placeOf } from '../../support/test-place.ts';
import { folderSource, refOfFile } from '../../../lib/contract/backup-ref.ts';

test('the lock is given in order, also after a waiter is cancelled', async () => {
  const order: string[] = [];
  const release = await lockLargeDocuments(undefined);
  const stop = new AbortController();
  const cancelled = failureOf(lockLargeDocuments(stop.signal));
  const third = lockLargeDocuments(undefined).then((releaseThird) => {
    order.push('third');
    releaseThird();
  });
  stop.abort();
  expect((await cancelled).code).toBe('cancelled');
  expect(order).toEqual([]);
  release();
  await third;
  expect(order).toEqual(['third']);
});

test('documents of many megabytes in two indices are backed up and restored byte for byte', async () => {
  const url = await sharedServer();
  await emptyCluster(url);
  const sizes = [300, 9_000_000, 40, 5_000_000, 2_000, 6_500_000];
  const documents = (of: string): SeedDocument[] =>
    Array.from({ length: 12 }, (_, n) => ({
      id: `${of}-${n}`,
      source: `{"n":${n}.0,"text":"${`${of} ${n} é `.repeat(sizes[n % sizes.length]! / 10)}"}`,
      ...(n % 5 === 0 ? { routing: `r${n}` } : {}),
    }));
  for (const index of ['one', 'two'])
    await seedIndex(url, index, {
      settings: { number_of_shards: 2 },
      mappings: { enabled: false },
      documents: documents(index),
    });
  const cluster = connect({ url });
  const directory = mkdtempSync(join(tmpdir(), 'restore-desk-large-documents-'));
  const { backups } = await runBackup(
    placeOf(cluster),
    {
      kind: 'backup',
      plan: await planBackup(placeOf(cluster), { indices: ['one', 'two'], source: folderSource(directory) }, aRun()),
    },
    aRun({ directory }),
  );
  for (const made of backups) {
    const [index, file] = [made.index, fileOfBackup(made)];
    const live = await readIndex(url, index);
    const backedUp = (await readBackupFile(file)).documents;
    expect(live.size).toBe(12);
    expect([...live].filter(([id, { source }]) => backedUp.get(id)?.source !== source).map(([id]) => id)).toEqual([]);
    const result = await runRestore(
      placeOf(cluster),
      {
        kind: 'restore',
        plan: await planRestore(
          placeOf(cluster),
          { backup: refOfFile(file), into: `${index}-again`, switchAlias: false },
          aRun(),
        ),
      },
      aRun({ directory }),
    );
    expect(result).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
    const restored = await readIndex(url, `${index}-again`);
    expect([...live].filter(([id, { source }]) => restored.get(id)?.source !== source).map(([id]) => id)).toEqual([]);
    await call(url, 'DELETE', `/${index}-again`);
  }
  await cluster.close();
  await emptyCluster(url);
});
