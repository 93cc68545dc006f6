import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster, type ConfiguredCluster } from '../../lib/config.ts';
import type { IndexPage, IndexStanding } from '../../lib/contract/index-page.ts';
import { jobs } from '../../lib/jobs/jobs.ts';
import { parseExact } from '../../lib/json/exact.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import type { CleanUpWork } from '../../lib/kinds/clean-up/schema.ts';
import { loadIndexDefinition, loadIndexFields } from '../../lib/pages/load-index-definition.ts';
import { loadIndex } from '../../lib/pages/load-index.ts';
import { placeOf, planRun } from '../../lib/pages/place.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { createDocuments, generationName } from '../support/sample-cluster.ts';

const STRANGE = 'a+b%c&d=é.1';
const LIVE = generationName('pages', 0);
const OLD = generationName('pages', 3, '22222222-2222-4333-8444-555555555555');
const { signal } = new AbortController();
let url: string;
let directory: string;
let cluster: ConfiguredCluster;
let backup: string;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  directory = mkdtempSync(join(tmpdir(), 'load-index-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  production: { url: "${url}", backups: backups }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  cluster = findCluster('production')!;
  await seedIndex(url, OLD, { documents: createDocuments(3) });
  await seedIndex(url, LIVE, {
    documents: createDocuments(12),
    aliases: { pages: {}, recent: { filter: { range: { n: { gte: parseExact('9007199254740993') } } }, routing: 'a' } },
    settings: { number_of_shards: 2, number_of_replicas: 1 },
    mappings: { properties: { title: { type: 'text', analyzer: 'whitespace' }, n: { type: 'long' } } },
  });
  backup = await backUpAlias(url, join(directory, 'backups'), 'pages');
  await seedIndex(url, STRANGE, { documents: createDocuments(2) });
  await seedIndex(url, 'closed-1', { documents: createDocuments(2) });
  await call(url, 'POST', '/closed-1/_close');
  await call(url, 'PUT', '/red-1?wait_for_active_shards=0&timeout=1ms', {
    settings: { 'index.routing.allocation.include._name': 'nobody', number_of_replicas: 0 },
  });
}, 300_000);
afterAll(async () => {
  await emptyCluster(url);
  rmSync(directory, { recursive: true, force: true });
});

const load = (name: string): Promise<IndexPage> => loadIndex(cluster, name);
const existing = ({ standing }: IndexPage): Extract<IndexStanding, { state: 'exists' }> => {
  if (standing.state !== 'exists') throw new Error(standing.state);
  return standing;
};

test('a live index has its documents, aliases with filter and routing, shards on their nodes, and its backup', async () => {
  const page = await load(LIVE);
  const { aliases, group, index, live, listed } = existing(page);
  expect([index.documents, group, live, listed, index.health]).toEqual([12, 'pages', true, true, 'yellow']);
  expect(aliases[1]).toMatchObject({ alias: 'recent', indexRouting: 'a', searchRouting: 'a', write: null });
  expect(aliases[1]?.filter).toContain('9007199254740993');
  const shards = page.shards?.known === true ? page.shards.value : null;
  expect([shards?.total, shards?.assigned]).toEqual([4, 2]);
  expect(shards?.copies.filter(({ node }) => node === null).map(({ why }) => why)).toEqual([
    'INDEX_CREATED',
    'INDEX_CREATED',
  ]);
  expect(page.health).toMatchObject({ known: true, value: { sentence: expect.stringContaining('no second node') } });
  expect(page.backups.rows.map(({ row, other }) => [row.id, other])).toEqual([[backup, false]]);
  expect(page.backups.restorable).toEqual({ id: backup, own: true });
});

test('its definition is compared with the backup, and its fields are found by name, type or analyzer', async () => {
  expect(await loadIndexDefinition(cluster, LIVE, signal)).toMatchObject({
    fieldCount: 4,
    compared: { backup, settings: 0, mappings: 0 },
  });
  const { fields, matching, total } = await loadIndexFields(cluster, LIVE, 'WHITESPACE');
  expect([fields, matching, total]).toEqual([[{ path: 'title', type: 'text', analyzer: 'whitespace' }], 1, 4]);
});

test('a strange name, a closed index and a red one are what they are', async () => {
  expect(existing(await load(STRANGE)).index.documents).toBe(2);
  const closed = existing(await load('closed-1'));
  expect([closed.index.state, closed.index.documents, closed.live]).toEqual(['closed', null, false]);
  const red = await load('red-1');
  expect([existing(red).index.health, existing(red).index.documents]).toEqual(['red', null]);
  expect(red.health).toMatchObject({
    value: { sentence: expect.stringMatching(/1 primary shard of red-1 is unassigned: .*does not match/) },
  });
});

test('an alias is not an index, and a pattern or an unknown name is nothing', async () => {
  expect((await load('pages')).standing).toEqual({ state: 'alias', indices: [LIVE] });
  for (const name of ['nothing-like-this', '*', '__proto__'])
    expect((await load(name)).standing).toEqual({ state: 'missing', deletion: null, known: false });
});

test('a system index says that it is one', async () => {
  await call(url, 'PUT', '/.kept', { settings: { number_of_replicas: 0 } });
  try {
    const page = existing(await load('.kept'));
    expect([page.listed, page.index.documents]).toEqual([false, 0]);
  } finally {
    await call(url, 'DELETE', '/.kept');
  }
});

test('a part that the cluster refuses says why, and the others are there', async () => {
  await call(url, 'PUT', `/${encodeURIComponent(STRANGE)}/_settings`, { 'index.blocks.metadata': true });
  try {
    const page = await vi.waitFor(async () => {
      const loaded = await load(STRANGE);
      expect(existing(loaded).index.blocks).toEqual(['metadata']);
      return loaded;
    }, 20_000);
    expect(existing(page).index.primaryBytes).toBeNull();
    await expect(loadIndexDefinition(cluster, STRANGE, signal)).rejects.toMatchObject({ code: 'blocked' });
  } finally {
    await call(url, 'PUT', `/${encodeURIComponent(STRANGE)}/_settings`, { 'index.blocks.metadata': null });
  }
});

test('a deleted index names the job that deleted it', async () => {
  const plan = await planCleanUp(
    placeOf(cluster),
    { keep: 0, aliases: ['pages'], indicesBeingWritten: [] },
    planRun(signal),
  );
  const work: CleanUpWork = { kind: 'clean-up', plan };
  const { id } = jobs.start({
    cluster: 'production',
    actor: { name: 'ann', role: 'admin', address: null },
    work,
  });
  await vi.waitFor(() => expect(jobs.get(id)?.status).toBe('succeeded'), 30_000);
  const page = await vi.waitFor(async () => {
    const loaded = await load(OLD);
    expect(loaded.standing).toMatchObject({ state: 'missing', known: true, deletion: { job: id, by: 'ann' } });
    return loaded;
  }, 20_000);
  expect(page.jobs?.map(({ row }) => row.id)).toEqual([id]);
  expect((await load(LIVE)).jobs?.map(({ row }) => row.kind)).not.toContain('clean-up');
});
