import { expect, test } from 'vitest';
import { differingFields, differingSettings } from '../../lib/target/differing-settings.ts';

const names = (wanted: Record<string, unknown>, there: Record<string, unknown>) =>
  differingSettings(wanted, there).map(({ name }) => name);

test.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
  ['numbers, flags and texts are one', { a: 1, b: true, c: '30s' }, { a: '1', b: 'true', c: '30s' }, []],
  ['a list is compared by its items', { a: ['x', 1] }, { a: ['x', '1'] }, []],
  ['a list of others differs', { a: ['x'] }, { a: ['y'] }, ['a']],
  ['an empty list is none', { a: [] }, {}, []],
  ['null is the server’s own default', { 'index.refresh_interval': null }, {}, []],
  [
    'what is to be unset differs',
    { 'index.refresh_interval': null },
    { 'index.refresh_interval': '-1' },
    ['index.refresh_interval'],
  ],
  ['what is missing differs', { 'index.refresh_interval': '7s' }, {}, ['index.refresh_interval']],
  [
    'the default number of replicas is the server’s',
    { 'index.number_of_replicas': null },
    { 'index.number_of_replicas': '1' },
    [],
  ],
  [
    'replicas that are missing differ',
    { 'index.number_of_replicas': '1' },
    { 'index.number_of_replicas': '0' },
    ['index.number_of_replicas'],
  ],
  [
    'an index that expands has as many replicas as there are nodes',
    { 'index.number_of_replicas': '0', 'index.auto_expand_replicas': '0-1' },
    { 'index.number_of_replicas': '1', 'index.auto_expand_replicas': '0-1' },
    [],
  ],
])('%s', (_, wanted, there, differ) => {
  expect(names(wanted, there)).toEqual(differ);
});

test('a field that is missing or of another type differs; one that was added, an object or a dotted name does not', () => {
  const wanted = {
    properties: {
      title: { type: 'text', fields: { raw: { type: 'keyword' } } },
      'a.b': { type: 'long' },
      inner: { type: 'object', properties: { n: { type: 'long' } } },
    },
  };
  const there = {
    dynamic: 'false',
    properties: {
      title: { type: 'text', fields: { raw: { type: 'keyword' } } },
      a: { properties: { b: { type: 'long' } } },
      inner: { properties: { n: { type: 'long' } } },
      added: { type: 'date' },
    },
  };
  expect(differingFields(wanted, there)).toEqual([]);
  expect(differingFields(wanted, { properties: { ...there.properties, title: { type: 'keyword' } } })).toEqual([
    { name: 'title', wanted: 'text', there: 'keyword' },
    { name: 'title.raw', wanted: 'keyword', there: null },
  ]);
  expect(differingFields({ doc: wanted }, { doc: there })).toEqual([]);
  expect(differingFields({ doc: wanted }, { doc: { properties: {} } })).toHaveLength(4);
});
