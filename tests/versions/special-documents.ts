import { seedIndex, type SeedDocument } from '../support/elasticsearch.ts';

export const ALIAS = 'government';
export const LIVE = 'government-2018-01-07t03-00-00z-aaaa';

/** Sources that a tool may change by mistake: numbers beyond a double, spellings of numbers, unicode, special keys. */
const SPECIAL_DOCUMENTS: readonly SeedDocument[] = [
  {
    id: 'numbers',
    source: '{"rank":1.0,"big":9007199254740993,"huge":18446744073709551615,"small":1e-7,"e":1E5,"minus":-0}',
  },
  {
    id: '/a path/with "quotes" and 100 % é🐟',
    source: '{"title":"\\u0041 \\ud83d\\udc1f 北京 \\"quoted\\"","type":"x","properties":{"type":1}}',
  },
  { id: 'keys', source: '{"__proto__":{"a":1},"constructor":1,"inside":{"_source":{"_id":"x"}},"rank":2}' },
  { id: 'pretty', source: '{  "title" : "spaces kept" ,\t"rank": 3 }' },
  { id: 'empty', source: '{}' },
  { id: 'routed', source: '{"title":"routed"}', routing: 'a b/ü' },
];

function createDocuments(count: number): SeedDocument[] {
  const plain = Array.from({ length: count }, (_, n): SeedDocument => ({
    id: `/government/${n}`,
    source: `{"title":"Document ${n}","rank":${n}.50,"link":"/government/${n}"}`,
    ...(n % 9 === 0 ? { routing: `r${n % 5}` } : {}),
    ...(n % 4 === 0 ? { version: n + 1 } : {}),
  }));
  return [...SPECIAL_DOCUMENTS, ...plain];
}

const MAPPING = {
  dynamic: false,
  _meta: { note: 'kept' },
  properties: {
    title: { type: 'text', analyzer: 'plain', fields: { sort: { type: 'keyword', ignore_above: 200 } } },
    link: { type: 'keyword' },
    rank: { type: 'double' },
    parts: { type: 'nested', properties: { name: { type: 'keyword' } } },
  },
};

/** Three shards, a custom analyzer, an alias with a filter and routing: every supported server can hold this index. */
export async function seedLiveIndex(url: string, typed: boolean, count = 1_500): Promise<number> {
  return seedIndex(url, LIVE, {
    settings: {
      number_of_shards: 3,
      analysis: { analyzer: { plain: { type: 'custom', tokenizer: 'standard', filter: ['lowercase'] } } },
    },
    mappings: MAPPING,
    aliases: { [ALIAS]: { filter: { exists: { field: 'title' } }, search_routing: 'a' } },
    documents: createDocuments(count),
    ...(typed ? { type: 'edition' } : {}),
  });
}

/** A mapping that not every server can hold. */
export function versionSpecificMapping(key: string): Record<string, unknown> | null {
  if (key.startsWith('opensearch-')) return { properties: { labels: { type: 'flat_object' } } };
  if (key.startsWith('6.')) return { properties: { title: { type: 'text', analyzer: 'english' } } };
  return { properties: { labels: { type: 'flattened' } } };
}
