import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { findByIds } from '../../lib/elasticsearch/read/find-by-ids.ts';
import { clauseOf, searchDocuments } from '../../lib/elasticsearch/read/search-documents.ts';
import { inspectQuery } from '../../lib/looking-up/inspect-query.ts';
import { matchSides } from '../../lib/looking-up/match-sides.ts';
import { readKnown, searchSide } from '../../lib/looking-up/search-side.ts';
import { call, SERVERS, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';

const { signal } = new AbortController();

describe.each(SERVERS.map(({ key }) => key))('%s', (key) => {
  /** Elasticsearch 6 requires one; a restore may name it in another way. */
  const typed = (type: string) => (key.startsWith('6.') ? { type } : {});
  let server: Server;
  let cluster: Cluster;

  const clause = (words: string, leadingWildcard = false) => clauseOf({ kind: 'words', words }, { leadingWildcard });
  const search = (words: string, index = 'one') =>
    searchDocuments(cluster, index, clause(words), { signal, fields: ['title'], size: 10 });

  beforeAll(async () => {
    server = await startServer({ version: key, heapMb: 384, startTimeoutMs: 300_000 });
    cluster = connect({ url: server.url, requestTimeoutMs: 60_000 });
    const documents = Array.from({ length: 12 }, (_, n) => ({
      id: `p${n}`,
      source: `{"title":"harbour${' permit'.repeat(n)}","views":9007199254740993}`,
      ...(n === 2 ? { routing: 'r' } : {}),
    }));
    const mappings = { properties: { title: { type: 'text' }, views: { type: 'long' } } };
    await seedIndex(server.url, 'one', { ...typed('page'), mappings, settings: { number_of_shards: 2 }, documents });
    await seedIndex(server.url, 'other', {
      ...typed('_doc'),
      mappings,
      aliases: { filtered: { filter: { match: { title: 'permit' } } } },
      documents: documents.slice(1).map((each) => ({ ...each, source: each.source.replace('{', '{ ') })),
    });
    const many = Array.from({ length: 10_020 }, (_, n) => ({ id: String(n), source: '{}' }));
    await seedIndex(server.url, 'many', { ...typed('page'), documents: many });
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
  });

  test('hits are counted to the last, and their documents stay as they are', async () => {
    const found = await search('harbour');
    expect(found).toMatchObject({
      total: { value: 12, exact: true },
      timedOut: false,
      shards: { total: 2, failed: 0 },
    });
    expect(found.hits).toHaveLength(10);
    expect(found.hits.find(({ id }) => id === 'p2') ?? { routing: 'r' }).toMatchObject({ routing: 'r' });
    expect((await search('*', 'many')).total).toEqual({ value: 10_020, exact: true });
    expect((await search('harbour', 'filtered')).total.value).toBe(11);
    const { hits } = await findByIds(cluster, 'one', ['p2', 'p3'], {
      clause: {
        bool: {
          should: [{ match: { title: { query: 'harbour', _name: 'part' } } }],
          must: { ids: { values: ['p2'] } },
        },
      },
      keep: String,
      signal,
    });
    expect(hits.find(({ id }) => id === 'p2')).toMatchObject({ routing: 'r', matched: true });
    expect(hits.find(({ id }) => id === 'p2')!.content).toContain('9007199254740993');
    expect(hits.find(({ id }) => id === 'p3')).toMatchObject({ matched: false });
  });

  test('two indices are matched, also where the mapping type has another name', async () => {
    const asked = clause('title:harbour');
    const sides = await Promise.all(
      ['one', 'other'].map(async (index) => {
        const { found } = await searchSide(cluster, { index, path: index }, asked, { signal, withFields: true });
        const ids = Array.from({ length: 12 }, (_, n) => `p${n}`);
        return { hits: found.hits, ...(await readKnown(cluster, { index, path: index }, ids, asked, signal)) };
      }),
    );
    const verdicts = matchSides(sides[0]!, sides[1]!);
    sides[0]!.hits.forEach(({ id }, place) =>
      expect({ id, ...verdicts[place] }).toMatchObject(
        id === 'p0' ? { place: { is: 'missing' }, content: null } : { content: 'same' },
      ),
    );
  });

  test('default fields are read, text in a number field is no error, and a refusal is plain', async () => {
    const index = { index: 'one', path: 'one' };
    const { defaultFields } = await searchSide(cluster, index, clause('a'), { signal, withFields: true });
    expect(defaultFields).toEqual(['*']);
    expect((await search('views:harbour')).total.value).toBe(0);
    for (const words of ['title:(harbour', 'title:*mit'])
      expect(await failureOf(search(words))).toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(/^The cluster does not accept the query: .{1,310}$/),
      });
    const options = { signal, fields: [], size: 10 };
    expect((await searchDocuments(cluster, 'one', clause('title:*mit', true), options)).total.value).toBe(11);
    const { query } = inspectQuery('json', '{"term":{"views":9007199254740993}}');
    const exact = clauseOf(query, { leadingWildcard: false });
    expect((await searchDocuments(cluster, 'one', exact, options)).total.value).toBe(12);
  });

  test('a search without some of its shards says so', async () => {
    const nowhere = { 'index.routing.allocation.require._name': 'nowhere', 'index.number_of_replicas': 0 };
    await call(server.url, 'PUT', '/half?wait_for_active_shards=0', { settings: { ...nowhere } });
    const error = await failureOf(search('harbour', 'half'));
    expect(error.message).not.toBe('');
  });
});
