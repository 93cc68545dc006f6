import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster, type ConfiguredCluster } from '../../lib/config.ts';
import type { ComparedDocument } from '../../lib/contract/compared-document.ts';
import type { ListedDifference } from '../../lib/contract/comparison-page.ts';
import type { Difference, DifferenceBucket } from '../../lib/contract/difference.ts';
import { jobs } from '../../lib/jobs/jobs.ts';
import { planCompare } from '../../lib/kinds/compare/plan.ts';
import { readsOf } from '../../lib/live/cluster-reads.ts';
import { loadDifferences, loadDifferentDocument, openDifferences } from '../../lib/pages/load-comparison.ts';
import { loadJob } from '../../lib/pages/load-job.ts';
import { loadLatestComparison } from '../../lib/pages/load-latest-comparison.ts';
import { placeOf, planRun } from '../../lib/pages/place.ts';
import { writtenAfterBackup } from '../../lib/pages/written-after-backup.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';

const LIVE = 'pages-1';
const LARGE = 'x'.repeat(1_100_000);
const { signal } = new AbortController();
let url: string;
let directory: string;
let cluster: ConfiguredCluster;
let backup: string;
let job: string;

const put = (id: string, source: object, routing?: string) =>
  call(
    url,
    'PUT',
    `/${LIVE}/_doc/${encodeURIComponent(id)}?refresh=true${routing ? `&routing=${routing}` : ''}`,
    source,
  );

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  directory = mkdtempSync(join(tmpdir(), 'load-comparison-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  production: { url: "${url}", backups: backups }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  await seedIndex(url, LIVE, {
    aliases: { pages: {} },
    settings: { number_of_shards: 3 },
    documents: [
      { id: 'equal', source: { a: 1 } },
      { id: 'gone "é', source: { title: 'Only in the backup' } },
      { id: 'large', source: { text: LARGE, n: 1 } },
      { id: 'spelled', source: { a: 1, b: 2 } },
    ],
  });
  await put('twice', { tenant: 'a' }, 'a');
  await put('twice', { tenant: 'b' }, 'b');
  cluster = findCluster('production')!;
  backup = await backUpAlias(url, join(directory, 'backups'), 'pages');
  await call(url, 'DELETE', `/${LIVE}/_doc/${encodeURIComponent('gone "é')}?refresh=true`);
  await put('large', { text: LARGE, n: 2 });
  await put('spelled', { b: 2, a: 1 });
  await put('twice', { tenant: 'b', changed: true }, 'b');
  await put('new', { title: 'Only live' });
  job = await compare();
}, 300_000);

afterAll(async () => {
  await emptyCluster(url);
  rmSync(directory, { recursive: true, force: true });
});

async function compare(): Promise<string> {
  const place = placeOf(cluster);
  const left = { backup: { source: cluster.backupSource, id: backup } };
  const work = await planCompare(place, { left, right: { index: 'pages' } }, planRun());
  const { id } = jobs.start({ cluster: cluster.key, actor: { name: 'ann', role: 'operator', address: null }, work });
  const done = () => !['queued', 'running'].includes(jobs.get(id)!.status);
  await vi.waitUntil(done, { timeout: 30_000 });
  expect(jobs.get(id)!.status).toBe('succeeded');
  return id;
}

const list = async (bucket: DifferenceBucket, contains = ''): Promise<ListedDifference[]> =>
  (await loadDifferences(cluster, job, { bucket, from: 0, contains }, signal)).rows;

async function read(bucket: DifferenceBucket, id: string): Promise<ComparedDocument> {
  const row = (await list(bucket)).find((each) => each.id === id)!;
  return loadDifferentDocument(cluster, job, row, signal);
}

test('each bucket lists its documents', async () => {
  const ids = async (bucket: DifferenceBucket) => (await list(bucket)).map(({ id, routing }) => [id, routing]);
  expect(await ids('onlyLeft')).toEqual([['gone "é', null]]);
  expect(await ids('onlyRight')).toEqual([['new', null]]);
  expect(await ids('sameValues')).toEqual([['spelled', null]]);
  expect((await ids('changed')).sort()).toEqual([
    ['large', null],
    ['twice', 'b'],
  ]);
  expect(await list('changed', 'twi')).toMatchObject([{ id: 'twice', versions: { left: '1', right: '2' } }]);
});

test('a document is read from both sides, by id and routing', async () => {
  const { fields, left, right } = await read('changed', 'twice');
  expect(fields).toMatchObject({
    differences: [{ path: 'changed', kind: 'onlyRight', right: { text: 'true' } }],
    equal: 1,
  });
  expect([left, right]).toMatchObject([
    { state: 'read', changedSince: false },
    { state: 'read', changedSince: false },
  ]);
  expect((await read('sameValues', 'spelled')).fields).toMatchObject({ found: 0, equal: 2, reordered: 1 });
});

test('a document that only one side has is shown', async () => {
  expect(await read('onlyLeft', 'gone "é')).toMatchObject({
    left: { state: 'read' },
    right: { state: 'missing', changedSince: false },
    only: { text: '{"title":"Only in the backup"}' },
  });
  expect(await read('onlyRight', 'new')).toMatchObject({ left: { state: 'missing' }, right: { state: 'read' } });
});

test('a large document is not compared field by field', async () => {
  expect(await read('changed', 'large')).toMatchObject({
    fields: null,
    notCompared: expect.stringMatching(/more than 1.0 MB/),
  });
});

test('the download has every difference once', async () => {
  const { stream, bytes } = await openDifferences(cluster, job, signal);
  const text = Buffer.concat(await stream.toArray()).toString('utf8');
  expect(Buffer.byteLength(text)).toBe(bytes);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Difference);
  expect(lines.map(({ bucket }) => bucket)).toEqual(['changed', 'changed', 'onlyLeft', 'onlyRight', 'sameValues']);
});

test('the newest comparison of a backup with an index is found by the index’s uuid', async () => {
  const { right } = jobs.get(job)!.work as unknown as { right: { uuid: string } };
  expect(loadLatestComparison(cluster, backup, right)).toMatchObject({
    done: { job, counts: { equal: 2, sameValues: 1, changed: 2, onlyLeft: 1, onlyRight: 1 }, sameIndex: true },
    newest: null,
  });
  expect(loadLatestComparison(cluster, backup, { uuid: 'another' })).toEqual({ done: null, newest: null });
  expect(loadLatestComparison(cluster, 'pages/another.zip', right)).toEqual({ done: null, newest: null });
});

test('the page of the job knows the sides, and which aliases the index has now', async () => {
  await readsOf(cluster.key).indices.read({ maxAgeMs: 0, waitMs: 10_000 });
  expect((await loadJob(cluster, job)).compared).toMatchObject({
    left: { kind: 'backup', id: backup, group: 'pages', documents: 6 },
    right: { kind: 'index', index: LIVE, alias: 'pages', now: { exists: true, aliases: ['pages'] } },
  });
});

test('what was written after the backup is counted once a minute', async () => {
  const { right } = jobs.get(job)!.work as unknown as { right: { index: string; uuid: string } };
  const ref = { source: cluster.backupSource, id: backup };
  expect(await writtenAfterBackup(cluster, ref, right)).toBe(4);
  await put('new', { title: 'Only live, and changed' });
  await put('newer', { title: 'Only live' });
  expect(await writtenAfterBackup(cluster, ref, right)).toBe(4);
  await call(url, 'DELETE', `/${LIVE}/_doc/newer?refresh=true`);
});

test('what has changed in the index since the comparison is said', async () => {
  await put('twice', { tenant: 'b', changed: false }, 'b');
  await put('gone "é', { title: 'Back again' });
  await call(url, 'DELETE', `/${LIVE}/_doc/new?refresh=true`);
  expect((await read('changed', 'twice')).right).toMatchObject({ state: 'read', changedSince: true });
  expect(await read('onlyLeft', 'gone "é')).toMatchObject({
    right: { state: 'read', changedSince: true },
    fields: { found: 1 },
  });
  expect((await read('onlyRight', 'new')).right).toMatchObject({ state: 'missing', changedSince: true });
});

test('an index that was created again is not taken for the compared one', async () => {
  await call(url, 'DELETE', `/${LIVE}`);
  expect((await read('changed', 'twice')).right).toMatchObject({
    state: 'unreadable',
    why: 'pages-1 was deleted since the comparison.',
  });
  await seedIndex(url, LIVE, { aliases: { pages: {} }, documents: [{ id: 'equal', source: {} }] });
  await readsOf(cluster.key).indices.read({ maxAgeMs: 0, waitMs: 10_000 });
  expect((await read('changed', 'twice')).right).toMatchObject({
    state: 'unreadable',
    why: 'pages-1 was created again since the comparison.',
  });
  expect((await loadJob(cluster, job)).compared!.right).toMatchObject({ now: { exists: false, aliases: [] } });
});

test('another job, and another cluster’s job, have no differences', async () => {
  expect(
    await failureOf(loadDifferences(cluster, '999', { bucket: 'changed', from: 0, contains: '' }, signal)),
  ).toMatchObject({
    code: 'not_found',
  });
  expect(
    await failureOf(
      loadDifferences({ ...cluster, key: 'other' }, job, { bucket: 'changed', from: 0, contains: '' }, signal),
    ),
  ).toMatchObject({ code: 'not_found' });
});
