import { expect, test } from 'vitest';
import { differingFields, differingSettings } from '../../lib/target/differences.ts';

const differingNames = (planned: Record<string, unknown>, actual: Record<string, unknown>) =>
  differingSettings(planned, actual).map(({ name }) => name);

test.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
  ['a number or boolean equals its text', { a: 1, b: true, c: '30s' }, { a: '1', b: 'true', c: '30s' }, []],
  ['a list is compared item by item', { a: ['x', 1] }, { a: ['x', '1'] }, []],
  ['a list with another item differs', { a: ['x'] }, { a: ['y'] }, ['a']],
  ['an empty list equals no value', { a: [] }, {}, []],
  ['a planned null equals a setting that the server does not list', { 'index.refresh_interval': null }, {}, []],
  [
    'a setting that should be unset and is set differs',
    { 'index.refresh_interval': null },
    { 'index.refresh_interval': '-1' },
    ['index.refresh_interval'],
  ],
  ['a missing setting differs', { 'index.refresh_interval': '7s' }, {}, ['index.refresh_interval']],
  [
    'a planned null equals any number of replicas',
    { 'index.number_of_replicas': null },
    { 'index.number_of_replicas': '1' },
    [],
  ],
  [
    'a smaller number of replicas differs',
    { 'index.number_of_replicas': '1' },
    { 'index.number_of_replicas': '0' },
    ['index.number_of_replicas'],
  ],
  [
    'an index with auto_expand_replicas may have any number of replicas',
    { 'index.number_of_replicas': '0', 'index.auto_expand_replicas': '0-1' },
    { 'index.number_of_replicas': '1', 'index.auto_expand_replicas': '0-1' },
    [],
  ],
])('%s', (_, planned, actual, differing) => {
  expect(differingNames(planned, actual)).toEqual(differing);
});

test('a missing field or one with another type differs; an added field, an object or a dotted name does not', () => {
  const planned = {
    properties: {
      title: { type: 'text', fields: { raw: { type: 'keyword' } } },
      'a.b': { type: 'long' },
      inner: { type: 'object', properties: { n: { type: 'long' } } },
    },
  };
  const actual = {
    dynamic: 'false',
    properties: {
      title: { type: 'text', fields: { raw: { type: 'keyword' } } },
      a: { properties: { b: { type: 'long' } } },
      inner: { properties: { n: { type: 'long' } } },
      added: { type: 'date' },
    },
  };
  expect(differingFields(planned, actual)).toEqual([]);
  expect(differingFields(planned, { properties: { ...actual.properties, title: { type: 'keyword' } } })).toEqual([
    { name: 'title', wanted: 'text', there: 'keyword' },
    { name: 'title.raw', wanted: 'keyword', there: null },
  ]);
  expect(differingFields({ doc: planned }, { doc: actual })).toEqual([]);
  expect(differingFields({ doc: planned }, { doc: { properties: {} } })).toHaveLength(4);
});
