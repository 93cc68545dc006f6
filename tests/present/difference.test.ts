import { expect, test } from 'vitest';
import { differenceOf, isOwnSetting } from '@/lib/present/difference.ts';

test('a nested and a flat setting of the same value are the same', () => {
  expect(differenceOf({ index: { number_of_shards: '2' } }, { 'index.number_of_shards': '2' })).toEqual({
    lines: [],
    same: 1,
  });
});

test('a key on one side only is null on the other', () => {
  expect(differenceOf({ a: { b: 1 } }, { a: { c: ['x', 'y'] } }).lines).toEqual([
    { key: 'a.b', backup: '1', live: null },
    { key: 'a.c', backup: null, live: '["x","y"]' },
  ]);
});

test('an empty object is a value, and a key called __proto__ is a key', () => {
  expect(differenceOf(JSON.parse('{"__proto__":{"x":1},"e":{}}'), {}).lines).toEqual([
    { key: '__proto__.x', backup: '1', live: null },
    { key: 'e', backup: '{}', live: null },
  ]);
});

test('settings that differ between any two indices are own settings', () => {
  expect(['index.uuid', 'index.version.created', 'index.creation_date'].every(isOwnSetting)).toBe(true);
  expect(isOwnSetting('index.number_of_shards')).toBe(false);
});
