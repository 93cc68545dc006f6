import { expect, test } from 'vitest';
import { titleOf } from '../../lib/looking-up/title.ts';

const titled = (source: string) => titleOf(Buffer.from(source));

test('a title is the likeliest field that has a text', () => {
  expect(titled('{"name":"n","title":"t"}')).toBe('t');
  expect(titled('{"title":" ","label":["first","second"]}')).toBe('first');
  expect(titled('{"name":9007199254740993}')).toBe('9007199254740993');
  expect(titled('{"title":{"en":"x"}}')).toBeNull();
  expect(titled('not JSON')).toBeNull();
  expect(titleOf(null)).toBeNull();
});

test('a title has one line, no invisible marks, and an end', () => {
  expect(titled(JSON.stringify({ title: 'a\n  b\u202ec' }))).toBe('a b\\u202ec');
  expect(titled(JSON.stringify({ title: 'x'.repeat(1000) }))).toHaveLength(201);
});
