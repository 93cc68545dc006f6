import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listIndices } from '../../../lib/elasticsearch/admin/list-indices.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { call, emptyCluster, sharedServer } from '../../support/elasticsearch.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { makeIndex } from '../make-index.ts';

let url: string;
const make = (index: string, body?: object) => makeIndex(url, index, body);

beforeAll(async () => {
  url = await sharedServer();
});
beforeEach(() => emptyCluster(url));
afterAll(async () => {
  await emptyCluster(url);
});

test('an unchanged index is not counted again, and a changed one is', async () => {
  await make('plain');
  await make('nested', { mappings: { properties: { parts: { type: 'nested' } } } });
  await make('waiting', { settings: { number_of_replicas: 0, refresh_interval: '-1' } });
  await call(url, 'POST', '/plain/_doc/1?refresh=true', { a: 1 });
  await call(url, 'POST', '/nested/_doc/1?refresh=true', { parts: [{ a: 1 }, { a: 2 }] });
  await call(url, 'POST', '/waiting/_doc/1', { a: 1 });
  const proxy = await startFaultyProxy(url);
  const observedCluster = connect({ url: proxy.url });
  const counted = async () => {
    const before = proxy.requests.length;
    const { indices } = await listIndices(observedCluster);
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
  await observedCluster.close();
  await proxy.close();
});
