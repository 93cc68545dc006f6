import { expect, test } from 'vitest';
import { describeLive, fieldsIn } from '../../lib/present/mapping-fields.ts';

test('lists leaves, multi-fields and nested fields with type and analyzer, in the order of the mapping', () => {
  const mapping = {
    properties: {
      title: { type: 'text', analyzer: 'english', fields: { raw: { type: 'keyword', normalizer: 'lower' } } },
      parts: { type: 'nested', properties: { name: { type: 'keyword' } } },
      place: { properties: { city: { type: 'keyword', index: false } } },
      blob: { type: 'object', enabled: false },
      other: { type: 'alias', path: 'title' },
    },
    runtime: { day: { type: 'keyword' } },
  };
  expect(fieldsIn(mapping)).toEqual({
    total: 8,
    list: [
      { path: 'title', type: 'text', analyzer: 'english' },
      { path: 'title.raw', type: 'keyword', analyzer: 'lower' },
      { path: 'parts', type: 'nested', analyzer: null },
      { path: 'parts.name', type: 'keyword', analyzer: null },
      { path: 'place.city', type: 'keyword, not searchable', analyzer: null },
      { path: 'blob', type: 'object, not searchable', analyzer: null },
      { path: 'other', type: 'alias of title', analyzer: null },
      { path: 'day', type: 'keyword, at search time', analyzer: null },
    ],
  });
});

test('finds the fields below a mapping type of Elasticsearch 6, and none in an empty mapping', () => {
  expect(fieldsIn({ doc: { dynamic: 'strict', properties: { id: { type: 'long' } } } }).list).toEqual([
    { path: 'id', type: 'long', analyzer: null },
  ]);
  expect(fieldsIn({})).toEqual({ list: [], total: 0 });
  expect(fieldsIn(JSON.parse('{"properties":{"__proto__":{"type":"keyword"}}}')).list).toEqual([
    { path: '__proto__', type: 'keyword', analyzer: null },
  ]);
});

test('counts every field of a very large mapping, and lists a bounded number', () => {
  const properties = Object.fromEntries(Array.from({ length: 25_000 }, (_, n) => [`f${n}`, { type: 'keyword' }]));
  const { list, total } = fieldsIn({ properties });
  expect([list.length, total]).toEqual([20_000, 25_000]);
});

test('keeps the digits of a large number in the text, and cuts a long text', () => {
  const definition = Buffer.from(
    `{"settings":{"index":{"number_of_shards":"1","uuid":"a"}},"mappings":{"_meta":{"build":18446744073709551615},"properties":{"a":{"type":"long"}}}}`,
  );
  const described = describeLive({ definition, maxCharacters: 1_000 });
  expect(described.mappings.text).toContain('"build": 18446744073709551615');
  expect([described.settingCount, described.fields?.total, described.mappings.cut]).toEqual([2, 1, false]);
  expect(describeLive({ definition, maxCharacters: 20 }).mappings.cut).toBe(true);
});
