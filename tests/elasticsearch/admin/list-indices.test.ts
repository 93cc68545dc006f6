import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clusterIndices } from '../../../lib/contract/indices.ts';
import { moveAliases, readAlias } from '../../../lib/elasticsearch/admin/aliases.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import {
  countDocuments,
  createIndex,
  deleteIndex,
  describeIndex,
  openIndex,
  putSettings,
  readIndexIdentity,
  refreshIndex,
  waitForShards,
} from '../../../lib/elasticsearch/admin/index-admin.ts';
import { findIndex, listIndices } from '../../../lib/elasticsearch/admin/list-indices.ts';
import { call, emptyCluster, sharedServer } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { removeBlocks } from '../../support/remove-blocks.ts';

let url: string;
let cluster: Cluster;
// A shard that finds no place is not waited for; the others are.
const make = (index: string, body: object = {}) =>
  call(
    url,
    'PUT',
    `/${encodeURIComponent(index)}?wait_for_active_shards=${JSON.stringify(body).includes('routing.allocation') ? 0 : 1}`,
    { settings: { number_of_replicas: 0 }, ...body },
  );
const block = (index: string, name: string) =>
  call(url, 'PUT', `/${index}/_settings`, { [`index.blocks.${name}`]: true });
const listed = async () =>
  Object.fromEntries(clusterIndices.parse(await listIndices(cluster)).indices.map((index) => [index.name, index]));

beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
});
beforeEach(async () => {
  await removeBlocks(url);
  await emptyCluster(url);
});
afterAll(async () => {
  await removeBlocks(url);
  await emptyCluster(url);
  await cluster.close();
});

describe('listing indices', () => {
  it('an empty cluster has none', async () => {
    expect(await listed()).toEqual({});
  });

  it('counts documents as a search does: nested objects and deleted documents are none', async () => {
    await make('nested', { mappings: { properties: { parts: { type: 'nested' } } } });
    await call(url, 'POST', '/nested/_doc/1?refresh=true', { parts: [{ a: 1 }, { a: 2 }, { a: 3 }] });
    await call(url, 'POST', '/nested/_doc/2?refresh=true', { parts: [] });
    await call(url, 'DELETE', '/nested/_doc/2?refresh=true');
    const stats = await call<{ _all: { primaries: { docs: { count: number } } } }>(url, 'GET', '/nested/_stats/docs');
    expect(stats._all.primaries.docs.count).toBe(4);
    expect((await listed())['nested']).toMatchObject({
      documents: 1,
      state: 'open',
      health: 'green',
      shards: 1,
      replicas: 0,
      blocks: [],
      hidden: false,
    });
  });

  it('unknown is null, not zero: closed, red, under a read block', async () => {
    await make('closed');
    await call(url, 'POST', '/closed/_doc?refresh=true', { a: 1 });
    await call(url, 'POST', '/closed/_close');
    await make('red', { settings: { number_of_replicas: 0, 'index.routing.allocation.require.rack': 'none' } });
    await make('unread');
    await block('unread', 'read');
    await make('empty');
    const all = await listed();
    expect([
      all['closed']!.documents,
      all['red']!.documents,
      all['unread']!.documents,
      all['empty']!.documents,
    ]).toEqual([null, null, null, 0]);
    expect(all['closed']).toMatchObject({ state: 'closed', health: 'green' });
    expect(all['closed']!.primaryBytes).toBeGreaterThan(0);
    expect(all['red']).toMatchObject({ health: 'red', primaryBytes: null, storeBytes: null });
    expect(all['unread']!.blocks).toEqual(['read']);
  });

  it('one index under a metadata block hides none of the others', async () => {
    await make('one', { aliases: { a: { filter: { term: { x: 1 } } } } });
    await make('locked', {
      aliases: { b: { routing: '1' } },
      settings: { number_of_replicas: 0, 'index.blocks.metadata': true },
    });
    const all = await listed();
    expect(all['one']!.aliases).toEqual([{ alias: 'a', filter: { term: { x: 1 } } }]);
    expect(all['locked']).toMatchObject({
      documents: 0,
      blocks: ['metadata'],
      aliases: [{ alias: 'b' }],
      state: 'open',
      primaryBytes: null,
    });
    expect(all['locked']!.uuid).toMatch(/^[\w-]{22}$/);
    expect(await findIndex(cluster, 'locked')).toMatchObject({ name: 'locked', blocks: ['metadata'] });
    expect(await readAlias(cluster, 'a')).toHaveLength(1);
    expect((await failureOf(readAlias(cluster, 'b'))).code).toBe('blocked');
  });

  it('more locked indices than a request line can name', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `locked-${'x'.repeat(90)}-${at}`);
    for (const name of names)
      await make(name, { aliases: { many: {} }, settings: { number_of_replicas: 0, 'index.blocks.metadata': true } });
    await make('free', { aliases: { a: {} } });
    const all = await listed();
    expect(Object.keys(all)).toHaveLength(41);
    expect([all['free']!.aliases, all[names[7]!]!.aliases, all['free']!.documents]).toEqual([
      [{ alias: 'a' }],
      [{ alias: 'many' }],
      0,
    ]);
  });

  it('aliases come with filter, routing, write flag and hidden flag, on closed indices too', async () => {
    const aliases = {
      z: {},
      a: { filter: { term: { x: 1 } }, index_routing: '1', search_routing: '1,2', is_write_index: true },
      h: { is_hidden: true },
    };
    await make('one', { aliases });
    await call(url, 'POST', '/one/_close');
    expect((await listed())['one']!.aliases).toEqual([
      { alias: 'a', filter: { term: { x: 1 } }, indexRouting: '1', searchRouting: '1,2', isWriteIndex: true },
      { alias: 'h', isHidden: true },
      { alias: 'z' },
    ]);
  });

  it('hidden indices are listed as such, dot-indices are not', async () => {
    await make('tucked-away', { settings: { number_of_replicas: 0, 'index.hidden': true } });
    await call(url, 'POST', '/tucked-away/_doc?refresh=true', { a: 1 });
    await make('.internal');
    expect(Object.values(await listed()).map(({ name, hidden, documents }) => [name, hidden, documents])).toEqual([
      ['tucked-away', true, 1],
    ]);
    await call(url, 'DELETE', '/.internal');
  });

  it('takes seven requests whatever the number of indices', async () => {
    for (let at = 0; at < 30; at++) await make(`index-${at}`);
    const proxy = await startFaultyProxy(url);
    const watched = connect({ url: proxy.url });
    await watched.identity();
    const before = proxy.requests.length;
    expect((await listIndices(watched)).indices).toHaveLength(30);
    expect(proxy.requests.length - before).toBeLessThanOrEqual(7);
    await watched.close();
    await proxy.close();
  });

  it('one index by name: not by alias, not by pattern', async () => {
    await make('one', { aliases: { a: {} } });
    expect(await findIndex(cluster, 'one')).toMatchObject({ name: 'one', documents: 0 });
    expect([await findIndex(cluster, 'a'), await findIndex(cluster, 'o*'), await findIndex(cluster, 'none')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('changing one index', () => {
  it('creates, fills, describes, opens, deletes', async () => {
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

  it.each(['*', '_all', 'a,b', 'made*', '-made', '<logs-{now/d}>', '..', ''])(
    '%j is never deleted, opened or written to',
    async (name) => {
      await make('made');
      expect((await failureOf(deleteIndex(cluster, name))).code).toBe('invalid_input');
      expect((await failureOf(openIndex(cluster, name))).code).toBe('invalid_input');
      expect((await failureOf(putSettings(cluster, name, { 'index.blocks.write': true }))).code).toBe('invalid_input');
      expect(Object.keys(await listed())).toEqual(['made']);
    },
  );

  it('an alias is not an index, and deleting by it deletes nothing', async () => {
    await make('made', { aliases: { a: {} } });
    await failureOf(deleteIndex(cluster, 'a'));
    expect((await failureOf(describeIndex(cluster, 'a'))).code).toBe('not_found');
    expect(await readIndexIdentity(cluster, 'a')).toBeNull();
    expect(Object.keys(await listed())).toEqual(['made']);
  });

  it('shards that find no place are said, not waited for without end', async () => {
    await make('red', { settings: { number_of_replicas: 0, 'index.routing.allocation.require.rack': 'none' } });
    expect(await waitForShards(cluster, 'red', 'yellow', 1_000)).toBe(false);
  });

  it('an alias call happens as a whole or not at all', async () => {
    await make('one', { aliases: { a: {} } });
    await make('two');
    const failure = await failureOf(
      moveAliases(cluster, [
        { do: 'remove', index: 'two', alias: 'a' },
        { do: 'add', index: 'two', membership: { alias: 'b' } },
      ]),
    );
    expect(failure.code).toBe('not_found');
    expect(await readAlias(cluster, 'b')).toEqual([]);
  });
});

describe('counting again', () => {
  it('no search while nothing has changed, and the right number as soon as something has', async () => {
    await make('plain');
    await make('nested', { mappings: { properties: { parts: { type: 'nested' } } } });
    await make('waiting', { settings: { number_of_replicas: 0, refresh_interval: '-1' } });
    await call(url, 'POST', '/plain/_doc/1?refresh=true', { a: 1 });
    await call(url, 'POST', '/nested/_doc/1?refresh=true', { parts: [{ a: 1 }, { a: 2 }] });
    await call(url, 'POST', '/waiting/_doc/1', { a: 1 });
    const proxy = await startFaultyProxy(url);
    const watched = connect({ url: proxy.url });
    const counted = async () => {
      const before = proxy.requests.length;
      const { indices } = await listIndices(watched);
      const searches = proxy.requests
        .slice(before)
        .filter(({ path }) => path.includes('_search'))
        .map(({ path }) => path.split('/')[1]);
      return [Object.fromEntries(indices.map(({ name, documents }) => [name, documents])), searches] as const;
    };
    expect((await counted())[0]).toEqual({ plain: 1, nested: 1, waiting: 0 });
    const [again, searches] = await counted();
    expect([again, searches.join().includes('plain')]).toEqual([{ plain: 1, nested: 1, waiting: 0 }, false]);
    await call(url, 'POST', '/waiting/_refresh');
    await call(url, 'PUT', '/plain/_doc/2?refresh=true', { a: 2 });
    await call(url, 'POST', '/nested/_doc/2?refresh=true', { parts: [] });
    expect((await counted())[0]).toEqual({ plain: 2, nested: 2, waiting: 1 });
    await call(url, 'DELETE', '/plain/_doc/1?refresh=true');
    expect((await counted())[0]).toEqual({ plain: 1, nested: 2, waiting: 1 });
    await watched.close();
    await proxy.close();
  });
});
