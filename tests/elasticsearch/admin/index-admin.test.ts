import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeIndex, readIndexIdentity } from '../../../lib/elasticsearch/admin/describe-index.ts';
import {
  createIndex,
  deleteIndex,
  openIndex,
  putSettings,
  refreshIndex,
  waitForShards,
} from '../../../lib/elasticsearch/admin/index-admin.ts';
import { listIndices } from '../../../lib/elasticsearch/admin/list-indices.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { countDocuments } from '../../../lib/elasticsearch/read/count-documents.ts';
import { call, emptyCluster, sharedServer } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { makeIndex } from '../make-index.ts';

let url: string;
let cluster: Cluster;
const make = (index: string, body?: object) => makeIndex(url, index, body);
const indexNames = async () => (await listIndices(cluster)).indices.map(({ name }) => name);

beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
});
beforeEach(() => emptyCluster(url));
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
});

test('an index is created, filled, described, opened and deleted', async () => {
  const { uuid } = await createIndex(cluster, 'made', {
    settings: { 'index.number_of_replicas': '0', 'index.refresh_interval': '-1' },
    mappings: { properties: { a: { type: 'keyword' } } },
  });
  expect((await failureOf(createIndex(cluster, 'made', { settings: {}, mappings: {} }))).code).toBe('index_exists');
  expect(await waitForShards(cluster, 'made', 'green', 30_000)).toBe(true);
  await call(url, 'POST', '/made/_doc', { a: 'x' });
  expect(await countDocuments(cluster, 'made')).toBe(0);
  await refreshIndex(cluster, 'made');
  expect(await countDocuments(cluster, 'made')).toBe(1);
  await putSettings(cluster, 'made', { 'index.refresh_interval': null });
  const described = await describeIndex(cluster, 'made');
  expect([described.uuid, described.settings['index.refresh_interval'], described.mappings]).toEqual([
    uuid,
    undefined,
    { properties: { a: { type: 'keyword' } } },
  ]);
  await call(url, 'POST', '/made/_close');
  expect(await describeIndex(cluster, 'made')).toMatchObject({ uuid });
  expect(await readIndexIdentity(cluster, 'made')).toEqual({ uuid, aliases: [], blocks: [] });
  await openIndex(cluster, 'made');
  await openIndex(cluster, 'made');
  expect(await waitForShards(cluster, 'made', 'yellow', 30_000)).toBe(true);
  await deleteIndex(cluster, 'made');
  expect(await readIndexIdentity(cluster, 'made')).toBeNull();
});

test.each(['*', '_all', 'a,b', 'made*', '-made', '<logs-{now/d}>', '..', ''])(
  '%j is not the name of one index, and is not deleted, opened or changed',
  async (name) => {
    await make('made');
    expect((await failureOf(deleteIndex(cluster, name))).code).toBe('invalid_input');
    expect((await failureOf(openIndex(cluster, name))).code).toBe('invalid_input');
    expect((await failureOf(putSettings(cluster, name, { 'index.blocks.write': true }))).code).toBe('invalid_input');
    expect(await indexNames()).toEqual(['made']);
  },
);

test('an index cannot be deleted or described by its alias', async () => {
  await make('made', { aliases: { a: {} } });
  await failureOf(deleteIndex(cluster, 'a'));
  expect((await failureOf(describeIndex(cluster, 'a'))).code).toBe('not_found');
  expect(await readIndexIdentity(cluster, 'a')).toBeNull();
  expect(await indexNames()).toEqual(['made']);
});

test('waiting for shards that cannot be allocated ends after the timeout', async () => {
  await make('red', { settings: { number_of_replicas: 0, 'index.routing.allocation.require.rack': 'none' } });
  expect(await waitForShards(cluster, 'red', 'yellow', 1_000)).toBe(false);
});
