import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { call, seedIndex } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { GEM, LIVE, refusalsOf, seedLive } from './builders.ts';

const server = setUpServer();

test('a plan warns of a backup much smaller than the live index, unless the restore moves no alias or adds to an index', async () => {
  await seedLive(server, 10);
  const small = await server.backUp(LIVE);
  await seedIndex(server.url, 'government-2018-02-01t00-00-00z-bbbb', {
    documents: Array.from({ length: 30 }, (_, n) => ({ id: String(n), source: '{}' })),
  });
  await call(server.url, 'POST', '/_aliases', {
    actions: [
      { remove: { index: LIVE, alias: 'government' } },
      { add: { index: 'government-2018-02-01t00-00-00z-bbbb', alias: 'government' } },
    ],
  });
  const warnings = async (request: object) =>
    (await server.planRestore(small, request)).checks.filter(({ level }) => level === 'warn');
  expect(await warnings({})).toMatchObject([
    { id: 'smaller', detail: 'The backup has 10 documents, the live index has 30.' },
  ]);
  for (const request of [{ switchAlias: false }, { into: LIVE }])
    expect((await warnings(request)).map(({ id }) => id)).not.toContain('smaller');
});

test('a plan takes overrides in the form of es_dump_restore, with settings and mappings in one', async () => {
  const own = { settings: { index: { number_of_replicas: '0', number_of_shards: '1' } } };
  const whole = { ...own, mappings: { properties: { added: { type: 'keyword' } } } };
  for (const request of [
    { settings: whole },
    { mappings: whole },
    { settings: own, mappings: { mappings: whole.mappings } },
    { settings: own.settings, mappings: whole.mappings },
  ]) {
    const { settings, mappings, target } = await server.planRestore(GEM, request);
    expect([
      target.shards,
      target.replicas,
      settings.create['index.number_of_shards'],
      mappings.create['properties'],
    ]).toEqual([1, 0, '1', expect.objectContaining({ added: { type: 'keyword' } })]);
  }
});

test('a plan refuses a name that no alias can have; a file with such a name has no alias', async () => {
  for (const alias of ['*', 'govern*', '_government', 'on call'])
    expect(await failureOf(server.planRestore(GEM, { alias, into: 'into' })), alias).toMatchObject({
      code: 'invalid_input',
      details: { field: 'alias' },
    });
  const copy = join(server.directory, 'my copy.zip');
  await copyFile(GEM, copy);
  expect(await server.planRestore(copy, { into: 'into' })).toMatchObject({
    alias: null,
    switchAlias: false,
    target: { index: 'into' },
  });
});

test('a plan refuses to add to an index with a final pipeline', async () => {
  await call(server.url, 'PUT', '/target', { settings: { number_of_replicas: 0, final_pipeline: 'stamps' } });
  expect(refusalsOf(await server.planRestore(GEM, { into: 'target', switchAlias: false }))).toEqual([
    'target-pipeline',
  ]);
});

test('two plans of one restore have the same fingerprint and the same index name', async () => {
  await seedLive(server, 5);
  const file = await server.backUp(LIVE);
  const [one, two] = [await server.planRestore(file), await server.planRestore(file)];
  expect(two.fingerprint).toBe(one.fingerprint);
  expect(two.target.index).toBe(one.target.index);
});

test('a plan counts only the shards of open indices against the cluster’s limit', async () => {
  await seedLive(server, 1);
  const file = await server.backUp(LIVE);
  await call(server.url, 'PUT', '/closed-1', { settings: { number_of_shards: 5, number_of_replicas: 0 } });
  await call(server.url, 'POST', '/closed-1/_close');
  await call(server.url, 'PUT', '/_cluster/settings', { persistent: { 'cluster.max_shards_per_node': 3 } });
  expect(refusalsOf(await server.planRestore(file, { shards: 3 }))).toEqual(['shards']);
  const planned = await server.planRestore(file, { shards: 2 });
  expect(refusalsOf(planned)).toEqual([]);
  const result = await server
    .runRestore(planned)
    .finally(() =>
      call(server.url, 'PUT', '/_cluster/settings', { persistent: { 'cluster.max_shards_per_node': null } }),
    );
  expect(result.status).toBe('done');
});
