import { expect, test } from 'vitest';
import {
  acknowledged,
  named,
  count,
  describeForm,
  isUnconfirmed,
  listOf,
  object,
  optional,
  someNamed,
  text,
} from '../../../lib/elasticsearch/client/shape.ts';

const ODD: readonly unknown[] = [null, [], 'x', 7, true, {}, { error: null }, undefined];

test.each(ODD.map((value) => [JSON.stringify(value), value]))('%s confirms nothing', (_, value) => {
  expect(acknowledged(value)).toBe(false);
  expect(isUnconfirmed(value)).toBe(false);
});

test('only a true word confirms a change', () => {
  expect(acknowledged({ acknowledged: true, shards_acknowledged: false })).toBe(true);
  for (const word of [false, null, 'true', 1]) expect(acknowledged({ acknowledged: word })).toBe(false);
  expect(isUnconfirmed({ acknowledged: false })).toBe(true);
});

test('what is missing may be optional, and null is not missing', () => {
  const shape = object({ n: count, words: optional(listOf(text)) });
  expect(shape({ n: 0 })).toBe(true);
  expect(shape({ n: 0, words: ['a'], more: 1 })).toBe(true);
  for (const value of [{ n: null }, { n: -1 }, { n: 1.5 }, { n: '1' }, { n: 0, words: null }, { n: 0, words: [null] }])
    expect(shape(value), JSON.stringify(value)).toBe(false);
});

test('an index may be called like a part of every object', () => {
  const answer: unknown = JSON.parse('{"__proto__":{"n":1},"constructor":{"n":2}}');
  expect(someNamed(object({ n: count }))(answer)).toBe(true);
  expect(someNamed(object({ n: text }))(answer)).toBe(false);
  expect([named(text)({}), someNamed(text)({})]).toEqual([true, false]);
});

test('says in words what came', () => {
  expect([null, [], 'x', 7, {}, { a: 1 }].map(describeForm)).toEqual([
    'null',
    'a list',
    'a text',
    'a number',
    'an empty object',
    'an object of another form',
  ]);
});
