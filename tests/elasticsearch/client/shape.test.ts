import { expect, test } from 'vitest';
import {
  acknowledged,
  named,
  count,
  describeShape,
  isUnconfirmed,
  listOf,
  object,
  optional,
  nonEmptyNamed,
  text,
} from '../../../lib/elasticsearch/client/shape.ts';

const ODD: readonly unknown[] = [null, [], 'x', 7, true, {}, { error: null }, undefined];

test.each(ODD.map((value) => [JSON.stringify(value), value]))('%s is not a confirmation of a change', (_, value) => {
  expect(acknowledged(value)).toBe(false);
  expect(isUnconfirmed(value)).toBe(false);
});

test('only `acknowledged: true` confirms a change', () => {
  expect(acknowledged({ acknowledged: true, shards_acknowledged: false })).toBe(true);
  for (const value of [false, null, 'true', 1]) expect(acknowledged({ acknowledged: value })).toBe(false);
  expect(isUnconfirmed({ acknowledged: false })).toBe(true);
});

test('an optional member may be missing, and null does not count as missing', () => {
  const shape = object({ n: count, tags: optional(listOf(text)) });
  expect(shape({ n: 0 })).toBe(true);
  expect(shape({ n: 0, tags: ['a'], more: 1 })).toBe(true);
  for (const value of [{ n: null }, { n: -1 }, { n: 1.5 }, { n: '1' }, { n: 0, tags: null }, { n: 0, tags: [null] }])
    expect(shape(value), JSON.stringify(value)).toBe(false);
});

test('an index may be called __proto__ or constructor', () => {
  const response: unknown = JSON.parse('{"__proto__":{"n":1},"constructor":{"n":2}}');
  expect(nonEmptyNamed(object({ n: count }))(response)).toBe(true);
  expect(nonEmptyNamed(object({ n: text }))(response)).toBe(false);
  expect([named(text)({}), nonEmptyNamed(text)({})]).toEqual([true, false]);
});

test('the shape of a value is described', () => {
  expect([null, [], 'x', 7, {}, { a: 1 }].map(describeShape)).toEqual([
    'null',
    'a list',
    'a text',
    'a number',
    'an empty object',
    'an object of another form',
  ]);
});
