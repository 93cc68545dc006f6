import { expect, test } from 'vitest';
import type { Cluster, ClusterRequest } from '../../lib/elasticsearch/client/cluster.ts';
import { findByIds } from '../../lib/elasticsearch/read/find-by-ids.ts';

const MIB = 1024 ** 2;
const { signal } = new AbortController();

interface Body {
  _source: unknown;
  query: { ids?: { values: string[] }; bool?: { filter: [{ ids: { values: string[] } }]; should: [{ bool: object }] } };
}

/** A cluster that has a document of each id, with a text of so many bytes. `named`: the names that its answers tell. */
function clusterOf(bytes: number, named: (own: string) => string[] = (own) => [own]) {
  const asked: Body[] = [];
  const source = Buffer.from(`{"text":"${'x'.repeat(bytes)}"}`);
  async function* answer({ _source, query: { ids, bool } }: Body): AsyncGenerator<Buffer> {
    yield Buffer.from(
      '{"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"failed":0},"hits":{"total":1,"hits":[',
    );
    for (const [at, _id] of (ids ?? bool!.filter[0].ids).values.entries()) {
      const own = String(new Map(Object.entries(bool?.should[0].bool ?? {})).get('_name'));
      const hit = { _index: 'pages', _id, ...(bool && { matched_queries: named(own) }) };
      yield Buffer.from(`${at > 0 ? ',' : ''}${JSON.stringify(hit).slice(0, -1)}`);
      if (_source !== false) {
        yield Buffer.from(',"_source":');
        yield source;
      }
      yield Buffer.from('}');
    }
    yield Buffer.from(']}}');
  }
  const cluster = {
    identity: () => Promise.resolve({ distribution: 'elasticsearch', version: '8.0.0' }),
    requestBytes: ({ body }: ClusterRequest) => {
      asked.push(body as Body);
      return Promise.resolve({ status: 200, body: answer(body as Body) });
    },
  } as unknown as Cluster;
  return { cluster, asked };
}

const CLAUSE = { match: { a: 'b' } };
const find = (cluster: Cluster, ids: string[]) =>
  findByIds(cluster, 'pages', ids, { clause: CLAUSE, keep: ({ length }) => length, signal });
const IDS = Array.from({ length: 20 }, (_, n) => `d${n}`);

test('the query runs once; sources are read at once, one by one where that is too large, and to a limit', async () => {
  for (const [bytes, requests, read] of [
    [10, 1, 20],
    [MIB, 21, 20],
    [5 * MIB, 8, 0],
  ] as const) {
    const { cluster, asked } = clusterOf(bytes);
    const { hits } = await find(cluster, IDS);
    expect(hits.map(({ id }) => id)).toEqual(IDS);
    expect(hits.filter(({ content }) => content !== null)).toHaveLength(read);
    const [first, ...rest] = asked;
    expect(first).toMatchObject({ _source: false, query: { bool: { should: [{ bool: { must: [CLAUSE] } }] } } });
    expect(rest.map(({ query }) => Object.keys(query))).toEqual(Array(requests).fill(['ids']));
  }
});

test('a document that is found by a named part of the query alone is not found', async () => {
  const of = async (named: (own: string) => string[]) =>
    (await find(clusterOf(10, named).cluster, ['d'])).hits[0]!.matched;
  expect(await of((own) => ['part', own])).toBe(true);
  expect(await of(() => ['part', 'look-up'])).toBe(false);
  expect(await of(() => [])).toBe(false);
});
