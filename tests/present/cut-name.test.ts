import { expect, test } from 'vitest';
import { cutName, namedOf } from '../../lib/present/cut-name.ts';

test('a name that fits is as it was', () => {
  expect(cutName('government', 10)).toBe('government');
  expect(cutName('größe', 7)).toBe('größe');
});

test('a longer one is cut between two characters, by its bytes', () => {
  expect(cutName('government', 9)).toBe('govern…');
  expect(cutName('日本語の索引', 10)).toBe('日本…');
  const cut = cutName('😀'.repeat(100), 70);
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(70);
  expect(cut).toBe(`${'😀'.repeat(16)}…`);
});

test('of many names the first are named, and all are counted', () => {
  expect(namedOf(['a', 'b', 'c'], { first: 2, most: 70 })).toEqual({ count: 3, names: ['a', 'b'] });
});
