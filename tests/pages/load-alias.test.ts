import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster, type ConfiguredCluster } from '../../lib/config.ts';
import { aliasPage, type AliasPage } from '../../lib/contract/alias-page.ts';
import { jobs } from '../../lib/jobs/jobs.ts';
import { planChangeAlias } from '../../lib/kinds/change-alias/plan.ts';
import { readsOf } from '../../lib/live/cluster-reads.ts';
import { loadAlias } from '../../lib/pages/load-alias.ts';
import { placeOf, planRun } from '../../lib/pages/place.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';

const OLD = 'government-2018-01-07t03-00-00z-aaaa';
const LIVE = 'government-2018-01-08t03-00-00z-bbbb';
let url: string;
let directory: string;
let cluster: ConfiguredCluster;
let absent: ConfiguredCluster;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  directory = mkdtempSync(join(tmpdir(), 'load-alias-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  production: { url: "${url}", backups: backups }\n` +
      `  absent: { url: "http://127.0.0.1:9", backups: backups }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  await seedIndex(url, OLD, { documents: [{ id: '1', source: { n: 1 } }] });
  await seedIndex(url, LIVE, {
    documents: [
      { id: '1', source: { n: 1 } },
      { id: '2', source: { n: 2 } },
    ],
  });
  await fetch(`${url}/_aliases`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"actions":[{"add":{"index":"${LIVE}","alias":"government","filter":{"range":{"n":{"lt":9007199254740993}}}}}]}`,
  });
  cluster = findCluster('production')!;
  absent = findCluster('absent')!;
}, 300_000);
afterAll(async () => {
  await emptyCluster(url);
  rmSync(directory, { recursive: true, force: true });
});

/** By a listing that was read after now. */
async function load(alias: string): Promise<AliasPage> {
  await readsOf('production').indices.read({ maxAgeMs: 0, waitMs: 10_000 });
  return aliasPage.parse(await loadAlias(cluster, alias));
}

async function add(index: string): Promise<string> {
  const plan = await planChangeAlias(placeOf(cluster), { change: 'add', alias: 'government', index }, planRun());
  const work = { kind: 'change-alias' as const, plan };
  const { id } = jobs.start({ cluster: cluster.key, actor: { name: 'ann', role: 'operator', address: null }, work });
  await vi.waitUntil(() => !['queued', 'running'].includes(jobs.get(id)!.status), { timeout: 30_000 });
  return id;
}

test('an alias has its index with its exact filter, the documents through it, and its indices by date', async () => {
  const page = await load('government');
  expect(page).toMatchObject({ state: 'exists', documents: 2, writes: LIVE, targetCount: 1, history: { entries: [] } });
  expect(page.targets[0]!.filter).toBe('{"range":{"n":{"lt":9007199254740993}}}');
  expect(page.group?.entries.map(({ index, live }) => [index, live])).toEqual([
    [LIVE, true],
    [OLD, false],
  ]);
});

test('its history has our job and the change of another client, in time', async () => {
  await load('government');
  const job = await add(OLD);
  expect((await load('government')).history.entries).toMatchObject([
    { kind: 'job', job, by: 'ann', before: [LIVE], to: [OLD, LIVE] },
  ]);
  await call(url, 'POST', '/_aliases', { actions: [{ remove: { index: '*', alias: 'government' } }] });
  const page = await load('government');
  expect(page).toMatchObject({ state: 'missing', targets: [], writes: null });
  expect(page.history.entries).toMatchObject([
    { kind: 'other', before: [OLD, LIVE], to: [] },
    { kind: 'job', job },
  ]);
  expect(page.group?.entries.map(({ live }) => live)).toEqual([false, false]);
  expect(page.deleted).toEqual({ before: [OLD, LIVE], existing: [OLD, LIVE] });
});

test('the name of an index is no alias, and of a cluster that never answered nothing is claimed', async () => {
  expect(await load(LIVE)).toMatchObject({ state: 'index' });
  expect(await load('never-there')).toMatchObject({ state: 'missing', group: null, history: { entries: [] } });
  expect(aliasPage.parse(await loadAlias(absent, 'government'))).toMatchObject({
    state: 'unknown',
    failure: { code: 'unreachable' },
    documents: null,
    history: { entries: [], problem: null },
  });
});

test('an index of a deleted alias exists also if its name has no date, and of a dot-index nothing is claimed', async () => {
  await seedIndex(url, 'plain', { documents: [{ id: '1', source: { n: 1 } }], aliases: { mixed: {} } });
  await call(url, 'PUT', '/.dotted', { settings: { number_of_replicas: 0 }, aliases: { mixed: {} } });
  try {
    expect(await load('mixed')).toMatchObject({
      state: 'exists',
      targetCount: 2,
      onDotIndices: 1,
      targets: [{ index: 'plain' }],
      documents: null,
      storeBytes: null,
      writes: null,
      writesUnknown: true,
    });
  } finally {
    await call(url, 'DELETE', '/.dotted');
  }
  const alone = await load('mixed');
  expect(alone).toMatchObject({ targetCount: 1, documents: 1, writes: 'plain' });
  expect([alone.onDotIndices, alone.writesUnknown]).toEqual([undefined, undefined]);
  await call(url, 'POST', '/_aliases', { actions: [{ remove: { index: 'plain', alias: 'mixed' } }] });
  expect(await load('mixed')).toMatchObject({ state: 'missing', deleted: { before: ['plain'], existing: ['plain'] } });
});
