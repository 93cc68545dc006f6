import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clusterIndices } from '../../../lib/contract/indices.ts';
import { readAlias } from '../../../lib/elasticsearch/admin/aliases.ts';
import { findIndex, listIndices } from '../../../lib/elasticsearch/admin/list-indices.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { call, emptyCluster, sharedServer } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { removeBlocks } from '../../support/remove-blocks.ts';
import { makeIndex } from '../make-index.ts';

let url: string;
let cluster: Cluster;
const make = (index: string, body?: object) => makeIndex(url, index, body);
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
  it('an empty cluster has no indices', async () => {
    expect(await listed()).toEqual({});
  });

  it('nested objects and deleted documents are not counted as documents', async () => {
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

  it('an alias with a filter or a search routing is counted through it; unknown where it can’t be searched', async () => {
    await make('a', {
      settings: { number_of_replicas: 0, number_of_shards: 3 },
      mappings: { properties: { kind: { type: 'keyword' }, big: { type: 'long' } } },
      aliases: {
        plain: {},
        few: { filter: { term: { kind: 'x' } } },
        exact: { filter: { term: { big: 9007199254740993 } } },
        both: { filter: { term: { kind: 'x' } }, search_routing: 'two' },
        routed: { routing: 'one' },
      },
    });
    const lines = ['x', 'y', 'y', 'y'].flatMap((kind, n) => [
      `{"index":{"_id":"${n}","routing":"${n < 2 ? 'one' : 'two'}"}}`,
      `{"kind":"${kind}","big":900719925474099${n}}`,
    ]);
    await call(url, 'POST', '/a/_bulk?refresh=true', `${lines.join('\n')}\n`);
    const counted = async () =>
      Object.fromEntries((await listed())['a']!.narrowed!.map((each) => [each.alias, each.documents]));
    const throughServer = async (alias: string) =>
      (await call<{ count: number }>(url, 'GET', `/${alias}/_count`)).count;
    const expected = Object.fromEntries(
      await Promise.all(['both', 'exact', 'few', 'routed'].map(async (alias) => [alias, await throughServer(alias)])),
    );
    expect(expected.few).toBe(1);
    expect(await counted()).toEqual(expected);
    expect((await listed())['a']!.documents).toBe(4);
    await call(url, 'POST', '/a/_close');
    expect(await counted()).toEqual({ both: null, exact: null, few: null, routed: null });
  });

  it('the document count of a closed, red or read-blocked index is null, not zero', async () => {
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

  it('more blocked indices than a request line can name are listed', async () => {
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

  it('an alias has its filter, routing, write flag and hidden flag, also on a closed index', async () => {
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

  it('hidden indices are listed as hidden, and dot-indices are not listed', async () => {
    await make('tucked-away', { settings: { number_of_replicas: 0, 'index.hidden': true } });
    await call(url, 'POST', '/tucked-away/_doc?refresh=true', { a: 1 });
    await make('.internal');
    expect(Object.values(await listed()).map(({ name, hidden, documents }) => [name, hidden, documents])).toEqual([
      ['tucked-away', true, 1],
    ]);
    await call(url, 'DELETE', '/.internal');
  });

  it('a list takes seven requests whatever the number of indices', async () => {
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

  it('one index is found by its name, not by an alias or a pattern', async () => {
    await make('one', { aliases: { a: {} } });
    expect(await findIndex(cluster, 'one')).toMatchObject({ name: 'one', documents: 0 });
    expect([await findIndex(cluster, 'a'), await findIndex(cluster, 'o*'), await findIndex(cluster, 'none')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
