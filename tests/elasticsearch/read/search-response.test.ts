import { expect, test } from 'vitest';
import { readSearchResponse } from '../../../lib/elasticsearch/read/search-response.ts';
import { thrownBy } from '../../support/failure-of.ts';

const read = (answer: string) => readSearchResponse(Buffer.from(answer));
const answer = ({ timedOut = false, shards = '{"total":1,"successful":1,"failed":0}', total = '1', hits = '' } = {}) =>
  `{"took":7,"timed_out":${timedOut},"_shards":${shards},"hits":{"total":${total},"max_score":1.5,"hits":[${hits}]}}`;

test('documents stay bytes, with their ids, routing, types and scores', () => {
  const hits =
    '{"_index":"a","_type":"page","_id":"1 \\u00e9\\"","_score":1.5,"_routing":"r","_source":{"n":9007199254740993, "x":1.0},"matched_queries":["q"]}' +
    ' , {"_index":"a","_id":"2","_score":null}';
  const { hits: found, tookMs, total } = read(answer({ total: '2', hits }));
  expect([tookMs, total]).toEqual([7, { value: 2, exact: true }]);
  expect(found[0]).toMatchObject({ index: 'a', id: '1 é"', routing: 'r', type: 'page', score: 1.5, matched: ['q'] });
  expect(found[0]!.source?.toString()).toBe('{"n":9007199254740993, "x":1.0}');
  expect(found[1]).toEqual({ index: 'a', id: '2', routing: null, type: null, score: null, source: null, matched: [] });
});

test('a total is a number or an object, and may be a lower bound', () => {
  expect(read(answer({ total: '{"value":10000,"relation":"gte"}' })).total).toEqual({ value: 10_000, exact: false });
  expect(read(answer({ total: '{"value":3,"relation":"eq"}' })).total).toEqual({ value: 3, exact: true });
});

test('a search that is not complete says so', () => {
  expect(read(answer({ timedOut: true })).timedOut).toBe(true);
  const shards = '{"total":3,"successful":2,"failed":1,"failures":[{"reason":{"reason":"no disk"}}]}';
  expect(read(answer({ shards })).shards).toEqual({ total: 3, failed: 1, why: 'no disk' });
  expect(read(answer({ shards: '{"total":3,"successful":1,"failed":0}' })).shards).toEqual({
    total: 3,
    failed: 2,
    why: null,
  });
});

test.each([
  '[]',
  '{}',
  'null',
  '{"took":1}',
  '{"took":1,"timed_out":false,"_shards":{},"hits":{"hits":[]}}',
  answer({ hits: '7' }),
])('%s is no answer of a cluster', (text) => {
  expect(thrownBy(() => read(text))).toMatchObject({ code: 'unreachable' });
});
