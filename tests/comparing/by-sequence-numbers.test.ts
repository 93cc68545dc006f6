import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { differenceFile } from '../../lib/comparing/difference-files.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planCompare } from '../../lib/kinds/compare/plan.ts';
import { runCompare } from '../../lib/kinds/compare/run.ts';
import type { CompareWork } from '../../lib/kinds/compare/schema.ts';
import { readFileSync } from 'node:fs';
import { aRun } from '../support/a-run.ts';
import { call, emptyCluster, openContexts, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { placeOf } from '../support/test-place.ts';

const INDEX = 'government-1';
let url: string;
let cluster: Cluster;
let folder: string;

beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
});
beforeEach(async () => {
  await emptyCluster(url);
  folder = mkdtempSync(join(tmpdir(), 'sequence-'));
  await seedIndex(url, INDEX, {
    settings: { number_of_shards: 3 },
    mappings: { properties: { parts: { type: 'nested' } } },
    documents: Array.from({ length: 2_000 }, (_, n) => ({
      id: `page-${n}`,
      source: `{"n":${n},"parts":[{"a":1},{"a":2}]}`,
      ...(n % 10 === 0 ? { routing: `r${n % 3}` } : {}),
    })),
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
});

async function backUp(): Promise<{ source: string; id: string }> {
  const source = folderSource(folder);
  const plan = await planBackup(placeOf(cluster), { indices: [INDEX], source }, aRun());
  const { backups } = await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun({ directory: folder }));
  return backups[0]!.backup;
}

const bulk = (...lines: (string | object)[]) =>
  call(
    url,
    'POST',
    `/${INDEX}/_bulk?refresh=true`,
    `${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`,
  );

async function compare(
  backup: { source: string; id: string },
  over: (work: CompareWork) => CompareWork = (work) => work,
) {
  const work = await planCompare(placeOf(cluster), { left: { backup }, right: { index: INDEX } }, aRun());
  const run = aRun({ directory: join(folder, 'comparison') });
  const result = await runCompare(placeOf(cluster), over(work), run);
  return { ...result, sentences: run.sentences };
}

/** The same without the numbers: every document is read. */
const withoutMarks = (work: CompareWork): CompareWork =>
  work.left.kind === 'backup' ? { ...work, left: { ...work.left, marks: null } } : work;

const linesOf = (bucket: 'changed' | 'onlyLeft' | 'onlyRight' | 'sameValues') =>
  readFileSync(differenceFile(join(folder, 'comparison'), bucket), 'utf8');

async function compareBothWays(backup: { source: string; id: string }) {
  const quick = await compare(backup);
  const quickLines = (['changed', 'onlyLeft', 'onlyRight', 'sameValues'] as const).map(linesOf);
  const full = await compare(backup, withoutMarks);
  expect([quick.way, full.way]).toEqual(['sequence-numbers', 'all']);
  expect(quick.counts).toEqual(full.counts);
  expect(quick.documents).toEqual(full.documents);
  expect((['changed', 'onlyLeft', 'onlyRight', 'sameValues'] as const).map(linesOf)).toEqual(quickLines);
  expect(await openContexts(url)).toBe(0);
  return quick;
}

describe('a backup and the index that it was taken of', () => {
  test('nothing was written since', async () => {
    const { counts } = await compareBothWays(await backUp());
    expect(counts).toEqual({ equal: 2_000, sameValues: 0, changed: 0, onlyLeft: 0, onlyRight: 0 });
  });

  test('documents were changed and added: the unchanged ones are not read', async () => {
    const backup = await backUp();
    await bulk(
      { index: { _id: 'page-1' } },
      { n: -1 },
      { index: { _id: 'page-2' } },
      '{"parts":[{"a":1},{"a":2}],"n":2.0}',
      { index: { _id: 'page-0', routing: 'r0' } },
      '{"n":0,"parts":[{"a":1},{"a":2}]}',
      { index: { _id: 'new' } },
      { n: 1 },
    );
    const { counts } = await compareBothWays(backup);
    expect(counts).toEqual({ equal: 1_998, sameValues: 1, changed: 1, onlyLeft: 0, onlyRight: 1 });
  });

  test('documents were deleted: each is named', async () => {
    const backup = await backUp();
    await bulk(
      { delete: { _id: 'page-1' } },
      { delete: { _id: 'page-10', routing: 'r1' } },
      { index: { _id: 'page-3' } },
      {
        n: 4,
      },
    );
    const { counts } = await compareBothWays(backup);
    expect(counts).toEqual({ equal: 1_997, sameValues: 0, changed: 1, onlyLeft: 2, onlyRight: 0 });
  });

  test('what was written since is most of it: everything is read', async () => {
    const backup = await backUp();
    await call(url, 'POST', `/${INDEX}/_update_by_query?refresh=true&conflicts=proceed`, {
      script: { source: 'ctx._source.x = 1' },
    }).catch(() => undefined);
    await seedMore();
    const { counts, way } = await compare(backup);
    expect(way).toBe('all');
    expect(counts.equal + counts.changed).toBe(2_000);
  });
});

async function seedMore(): Promise<void> {
  await bulk(...Array.from({ length: 3_000 }, (_, n) => [{ index: { _id: `more-${n}` } }, { n }]).flat());
}

test('an index that was created again has other documents under the same numbers: everything is read', async () => {
  const backup = await backUp();
  await call(url, 'DELETE', `/${INDEX}`);
  await seedIndex(url, INDEX, {
    settings: { number_of_shards: 3 },
    documents: Array.from({ length: 2_000 }, (_, n) => ({ id: `page-${n}`, source: '{"other":true}' })),
  });
  const { counts, way } = await compare(backup);
  expect(way).toBe('all');
  expect(counts.equal).toBe(0);
});

test('a shard that has another primary since: everything is read', async () => {
  const backup = await backUp();
  await call(url, 'POST', `/${INDEX}/_close`);
  await call(url, 'POST', `/${INDEX}/_open`);
  await call(url, 'GET', `/_cluster/health/${INDEX}?wait_for_status=green&timeout=30s`);
  const { counts, way } = await compare(backup);
  expect(counts.equal).toBe(2_000);
  expect(way).toBe('all');
});

test('numbers that do not fit the index are noticed, and everything is read', async () => {
  const backup = await backUp();
  await bulk(
    { delete: { _id: 'page-1' } },
    { index: { _id: 'added' } },
    { n: 1 },
    { index: { _id: 'also' } },
    { n: 2 },
  );
  // As if the backup had seen everything that was written since.
  const { counts, way, sentences } = await compare(backup, (work) =>
    work.left.kind === 'backup' && work.left.marks !== null
      ? {
          ...work,
          left: {
            ...work.left,
            marks: {
              ...work.left.marks,
              before: work.left.marks.before.map((mark) => ({ ...mark, globalCheckpoint: 1_000_000 })),
            },
          },
        }
      : work,
  );
  expect(way).toBe('all');
  expect(sentences).toContain('The sequence numbers of the index do not fit the backup: reading every document.');
  expect(counts).toEqual({ equal: 1_999, sameValues: 0, changed: 0, onlyLeft: 1, onlyRight: 2 });
});
