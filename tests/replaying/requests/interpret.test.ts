import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { interpret } from '../../../lib/replaying/requests/interpret.ts';
import type { Meaning } from '../../../lib/replaying/requests/meaning.ts';

/** Bytes of a captured request line are given as latin1. */
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

function meaningOf(line: string, body: string | Buffer = '', headers: [string, string][] = []): Meaning {
  const [method, ...target] = line.split(' ');
  return interpret({ method: method!, target: latin1(target.join(' ')), headers, body: Buffer.from(body) });
}

/** `ids`: of the documents in their order; `*`: it waits for everything. */
function shortly(meaning: Meaning): string {
  if (meaning.kind !== 'write') return meaning.kind;
  const { external, indices, order, repeatable } = meaning;
  const ids = order === 'everything' ? '*' : order.ids.join(' ');
  return `${indices.join(',')} [${ids}]${repeatable ? '' : ' once'}${external ? ' external' : ''}`;
}

const doc = '{"doc":{"n":1}}';
const script = '{"script":{"source":"ctx._source.n++"}}';

test.each<[line: string, expected: string, body?: string]>([
  // Elasticsearch 6 to 9 and OpenSearch
  ['PUT /pages/_doc/1', 'pages [1]', '{}'],
  ['PUT /pages/_doc/_secret', 'pages [_secret]', '{}'],
  ['POST /pages/_doc/a%2Fb%20c', 'pages [a/b c]', '{}'],
  ['POST /pages/_doc/%C3%BC', 'pages [ü]', '{}'],
  ['POST /pages/_doc/ü', 'pages [ü]', '{}'],
  ['POST /pages/_doc/100%', 'pages [100%]', '{}'],
  ['POST /pages/_doc/a%252Fb', 'pages [a%2Fb]', '{}'],
  ['POST /pages/_doc', 'pages [] once', '{}'],
  // A type of version 6 that is called `_doc`.
  ['POST /pages/_doc/_bulk', 'pages [1]', '{"delete":{"_id":"1"}}\n'],
  ['POST /pages/_doc/_search', 'read', '{}'],
  ['PUT /pages/_doc/_mapping', 'administration', '{}'],
  ['POST /pages/_doc/_delete_by_query', 'pages [*]', '{}'],
  ['DELETE /pages//', 'administration'],
  ['POST /_aliases//', 'administration', '{}'],
  ['POST /a/b/../../_aliases', 'administration', '{}'],
  ['POST /pages/_doc/', 'pages [] once', '{}'],
  ['DELETE /pages/_doc/1', 'pages [1]'],
  ['PUT /pages/_create/1', 'pages [1]', '{}'],
  ['PUT /pages/_doc/1?version=5&version_type=external_gte', 'pages [1] external', '{}'],
  ['POST /pages/_update/1', 'pages [1]', doc],
  ['POST /pages/_update/1', 'pages [1] once', script],
  ['POST /pages/_update/1', 'pages [1] once', 'no JSON'],
  ['POST /pages/_doc/1/_update', 'pages [1]', doc],
  ['POST /pages/_doc/1/_update', 'pages [1] once', script],
  ['PUT /pages/edition/1', 'pages [1]', '{}'],
  ['POST /pages/edition/1/_update', 'pages [1] once', script],
  ['PUT /pages/edition/1/_create', 'pages [1]', '{}'],
  ['POST /pages/edition', 'pages [] once', '{}'],
  ['DELETE /pages/edition/1', 'pages [1]'],
  ['POST /pages/_refresh', 'pages [*]'],
  ['POST /_refresh', ' [*]'],
  ['POST /one,two/_refresh', 'one,two [*]'],
  ['POST /pages/_delete_by_query', 'pages [*]', '{"query":{}}'],
  ['POST /pages/_update_by_query', 'pages [*]', '{"query":{}}'],
  ['POST /pages/_update_by_query', 'pages [*] once', script],
  ['POST /pages/_bulk', 'pages [1 2]', '{"index":{"_id":"1"}}\n{}\n{"delete":{"_id":2}}\n'],
  ['POST /_bulk', 'a,b [1]', '{"index":{"_id":"1","_index":"a"}}\n{}\n{"delete":{"_id":"1","_index":"b"}}\n'],
  ['POST /pages/_bulk', 'pages [] once', '{"index":{}}\n{}\n'],
  ['PUT /pages/edition/_bulk', 'pages [1] once', `{"update":{"_id":"1"}}\n${script}\n`],
  ['POST /pages/_bulk', 'pages [1] external', '{"index":{"_id":"1","version":5,"version_type":"external"}}\n{}\n'],
  ['POST /pages/_bulk', 'pages [*] once', '{"index":{"_id":"1"}}'],
  ['POST /pages/_bulk', 'pages [*] once', 'no bulk'],
  // A search app
  ['POST /government/documents', 'government [/a]', '{"_id":"/a"}'],
  ['POST /government/documents', 'government [/a /b]', '[{"_id":"/a"},{"link":"/b"}]'],
  ['POST /government/documents', 'government [/a /b]', '{"_id":"/a","link":"/b"}'],
  ['POST /government/documents', 'government [] once', '{"title":"without an id"}'],
  ['POST /government/documents', 'government [*]', 'no JSON'],
  ['POST /government/documents/%2Fa', 'government [/a]', 'title=b'],
  ['POST /government/documents//a/b', 'government [/a/b]', 'title=b'],
  ['DELETE /government/documents//a/b', 'government [/a/b]'],
  ['DELETE /government/documents?link=%2Fa', 'government [/a]'],
  ['DELETE /government/documents?link=/a', 'government [/a]'],
  ['DELETE /government/documents?link=/ü', 'government [/ü]'],
  ['DELETE /government/documents?delete_all=1', 'government [*]'],
  ['POST /government/commit', 'government [*]'],
  ['POST /v2/metasearch/documents', 'metasearch [a]', '{"_id":"a"}'],
  ['DELETE /v2/metasearch/documents/a', 'metasearch [a]'],
  // Unknown, or at no path: all others wait for it, and it is sent once
  ['POST /a/b/c/d/e', ' [*] once'],
  ['PATCH /', ' [*] once'],
  ['POST http://evil.example/pages/_doc/1', 'pages [1]', '{}'],
  ['DELETE http://evil.example', ' [*] once'],
])('%s writes %s', (line, expected, body) => {
  expect(shortly(meaningOf(line, body))).toBe(expected);
});

test.each([
  ...['GET /pages/_doc/1', 'HEAD /pages', 'OPTIONS /', 'GET /pages/_delete_by_query'],
  ...[
    '_search',
    '_msearch',
    '_count',
    '_mget',
    '_validate/query',
    '_search/template',
    '_field_caps',
    '_pit',
    '_analyze',
  ].map((operation) => `POST /pages/${operation}`),
  ...['POST /_search/scroll', 'DELETE /_search/scroll', 'POST /_msearch', 'POST /_sql', 'DELETE /_pit', 'POST /_mget'],
  ...[
    'POST /pages/edition/_search',
    'POST /pages/edition/1/_explain',
    'POST /pages/_explain/1',
    'POST //pages/_search',
  ],
])('%s only reads', (line) => {
  expect(meaningOf(line, '{}')).toEqual({ kind: 'read' });
});

test.each([
  ...['PUT /pages', 'DELETE /pages', 'DELETE /pages/', 'DELETE /_all', 'DELETE /*', 'DELETE /a,b', 'DELETE /%70ages'],
  ...[
    '_close',
    '_open',
    '_settings',
    '_mapping',
    '_alias/x',
    '_rollover',
    '_forcemerge',
    '_shrink/x',
    '_clone/x',
    '_block/write',
  ].map((operation) => `POST /pages/${operation}`),
  ...['_aliases', '_reindex', '_snapshot/r/s/_restore', '_cluster/settings', '_template/x', '_index_template/x'].map(
    (operation) => `PUT /${operation}`,
  ),
  ...['PUT /_ingest/pipeline/x', 'POST /_security/user/x', 'PUT /_plugins/_ism/policies/x', 'DELETE /pages/edition'],
  ...[
    'DELETE /pages/_mapping/edition',
    'POST /_tasks/1/_cancel',
    'DELETE //pages',
    'POST //_aliases',
    'DELETE ///pages/',
  ],
  ...['DELETE http://evil.example/pages', 'POST http://evil.example/_aliases', 'DELETE /pages?ignore=/_doc/1'],
])('%s is administration, never sent', (line) => {
  expect(meaningOf(line, '{}')).toEqual({ kind: 'administration' });
});

test('a path with a control character, a space or a broken encoding is some document, or unknown', () => {
  expect(shortly(meaningOf('PUT /pages/_doc/a%00b', '{}'))).toBe('pages [a\0b]');
  expect(shortly(meaningOf('PUT /pages/_doc/%1b[2J', '{}'))).toBe('pages [\u001b[2J]');
  expect(shortly(meaningOf('PUT /pages/_doc/%ff', '{}'))).toBe('pages [%ff]');
  expect(shortly(meaningOf('PUT @evil/x/y', '{}'))).toBe('@evil [y]');
});

test('a packed bulk is read; one whose packing is damaged waits for everything and is sent once', () => {
  const packed = gzipSync('{"index":{"_id":"1"}}\n{}\n');
  const headers: [string, string][] = [['Content-Encoding', 'gzip']];
  expect(shortly(meaningOf('POST /pages/_bulk', packed, headers))).toBe('pages [1]');
  expect(shortly(meaningOf('POST /pages/_bulk', packed.subarray(0, 15), headers))).toBe('pages [*] once');
  expect(shortly(meaningOf('POST /pages/_update/1', packed.subarray(0, 15), headers))).toBe('pages [*] once');
  expect(shortly(meaningOf('POST /pages/_bulk', packed, [['content-encoding', 'br']]))).toBe('pages [*] once');
});

test('a numeric id in a bulk is the same document as the one of its digits in a path', () => {
  const id = '9007199254740993';
  expect(shortly(meaningOf('POST /pages/_bulk', `{"delete":{"_id":${id}}}\n`))).toBe(`pages [${id}]`);
  expect(shortly(meaningOf(`DELETE /pages/_doc/${id}`))).toBe(`pages [${id}]`);
});
