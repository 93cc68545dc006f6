import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { mapBulkBody, mapPath } from '../../../lib/replaying/requests/index-mapping.ts';

const OLD = 'government-2018-01-08t03-00-00z-aaaa';
const mapping = new Map([
  [OLD, 'new'],
  ['ü', 'other'],
]);

test.each([
  [`/${OLD}/_doc/1`, '/new/_doc/1'],
  [`/${OLD}`, '/new'],
  [`/${OLD}?x=${OLD}`, `/new?x=${OLD}`],
  [`/${OLD}/_doc/${OLD}`, `/new/_doc/${OLD}`],
  [`/a,${OLD}/_refresh`, '/a,new/_refresh'],
  [`/${OLD.replace('g', '%67')}/_doc/1`, '/new/_doc/1'],
  ['/%C3%BC/_doc/1', '/other/_doc/1'],
  [`//${OLD}/_doc/1`, '//new/_doc/1'],
  [`/${OLD}x/_doc/1`, `/${OLD}x/_doc/1`],
  ['/_bulk', '/_bulk'],
  ['/government/_doc/a%2Fb?c=%20', '/government/_doc/a%2Fb?c=%20'],
])('%s becomes %s', (text, expected) => {
  expect(mapPath(text, mapping)).toBe(expected);
});

const action = `{"index": {"_index":"${OLD}","_id":"1", "version":9223372036854775807,"version_type":"external"}}`;
const lines = [action, '{ "n":9007199254740993, "x":1.0 }', '{"delete": {"_id":"2"} }', ''].join('\n');

test('of a bulk only the action lines change that name the old index, and numbers keep their digits', () => {
  const mapped = mapBulkBody({ headers: [], body: Buffer.from(lines) }, mapping).toString();
  const [first, ...others] = mapped.split('\n');
  expect(first).toContain('"_index":"new"');
  expect(first).toContain('"version":9223372036854775807');
  expect(others).toEqual(lines.split('\n').slice(1));
});

test('a packed bulk is packed again, and one that names no old index keeps its bytes', () => {
  const headers = [['content-encoding', 'gzip']] as const;
  const body = gzipSync(lines);
  const plain = mapBulkBody({ headers: [], body: Buffer.from(lines) }, mapping).toString();
  expect(gunzipSync(mapBulkBody({ headers, body }, mapping)).toString()).toBe(plain);
  expect(mapBulkBody({ headers, body }, new Map([['x', 'y']]))).toBe(body);
  const damaged = body.subarray(0, 20);
  expect(mapBulkBody({ headers, body: damaged }, mapping)).toBe(damaged);
});
