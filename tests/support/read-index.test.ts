import { beforeAll, expect, test } from 'vitest';
import { call, emptyCluster, openContexts, readIndex, readSource, seedIndex, sharedServer } from './elasticsearch.ts';
import { extractSources } from './read-index.ts';

let url: string;
beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
});

const awkward = {
  plain: '{"a":1}',
  numbers: '{"big":18446744073709551615,"one":1.0,"e":1e5}',
  twice: '{"a":1,"b":{"_source":{"x":[1,"}"]}},"text":"a \\"_source\\":{ in \\u0041 string \\\\"}',
  'a/b "c" %2F': '{"__proto__":{"a":1},"":2}',
};

test('the independent reader returns every source character for character', async () => {
  const documents = Object.entries(awkward).map(([id, source]) => ({
    id,
    source,
    ...(id === 'plain' ? { routing: 'r 1' } : {}),
  }));
  const count = await seedIndex(url, 'awkward', {
    settings: { number_of_shards: 3 },
    mappings: { enabled: false },
    documents,
  });
  expect(count).toBe(4);
  const read = await readIndex(url, 'awkward');
  expect(Object.fromEntries([...read.values()].map(({ id, source }) => [id, source]))).toEqual(awkward);
  expect(read.get('plain')?.routing).toBe('r 1');
  expect(await readSource(url, 'awkward', 'numbers')).toBe(awkward.numbers);
  expect(await readSource(url, 'awkward', 'plain', 'r 1')).toBe(awkward.plain);
});

test('the reader reads more than one page and closes its scroll', async () => {
  const documents = Array.from({ length: 1_234 }, (_, n) => ({ id: String(n), source: { n } }));
  expect(await seedIndex(url, 'many', { documents })).toBe(1_234);
  const read = await readIndex(url, 'many');
  expect([...read.values()].reduce((sum, { source }) => sum + (JSON.parse(source) as { n: number }).n, 0)).toBe(
    (1_233 * 1_234) / 2,
  );
  expect(await openContexts(url)).toBe(0);
});

test('emptying a cluster deletes closed indices, too', async () => {
  await call(url, 'POST', '/many/_close');
  await emptyCluster(url);
  expect(await call(url, 'GET', '/_cat/indices?format=json&expand_wildcards=all')).toEqual([]);
});

test('the source of a hit is cut out, and no field of that name', () => {
  const { outline, sources } = extractSources(
    '{"_source":{"a":1},"hits":{"hits":[{"_id":"\\"_source\\":{","_source" : {"_source":{}}}]}}',
  );
  expect(sources).toEqual(['{"_source":{}}']);
  expect(JSON.parse(outline)).toEqual({ _source: { a: 1 }, hits: { hits: [{ _id: '"_source":{', _source: 0 }] } });
});
