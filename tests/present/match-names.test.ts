import { expect, test } from 'vitest';
import {
  Best,
  comparable,
  EXACT,
  IN_ORDER,
  matchOf,
  PART,
  PREFIX,
  WORD_START,
  wordsOf,
} from '../../lib/present/match-names.ts';

const match = (typed: string, name: string, besides = '', inOrder = false) =>
  matchOf(wordsOf(typed), comparable(name), comparable(besides), inOrder);

test('a whole name is better than its beginning, then the beginning of a word, then a part', () => {
  expect(match('government', 'government')).toBe(EXACT);
  expect(match('gov', 'government')).toBe(PREFIX);
  expect(match('gov', 'uk-government')).toBe(WORD_START);
  expect(match('gov', 'mygovernment')).toBe(PART);
  expect(match('gov', 'detailed')).toBeNull();
});

test.each(['logs-app', 'logs_app', 'logs.app', 'logs/app', 'logs app', 'logs7app'])(
  'a word begins after a sign, and where digits end: %s',
  (name) => {
    expect(match('app', name)).toBe(WORD_START);
  },
);

test('digits after letters begin a word, and a later place of the text counts', () => {
  expect(match('7', 'es7')).toBe(WORD_START);
  expect(match('app', 'myapp-app')).toBe(WORD_START);
});

test('every word must match, in any order', () => {
  expect(match('gov 2018', 'government-2018-01-01')).toBe(WORD_START);
  expect(match('2018 gov', 'government-2018-01-01')).toBe(WORD_START);
  expect(match('gov 2019', 'government-2018-01-01')).toBeNull();
  expect(match('back up', 'Back up government')).toBe(PREFIX);
});

test('what is beside the name counts as a part of it', () => {
  expect(match('gov 24', 'government-2018', '24 Nov 11:18')).toBe(PART);
  expect(match('nov', 'government-2018', '24 Nov 11:18')).toBe(PART);
});

test('case and accents do not count, and signs of patterns are only signs', () => {
  expect(match('ÉLAN', 'elan')).toBe(EXACT);
  expect(match('größe', 'GRÖSSE-größe')).toBe(WORD_START);
  expect(match('東京', 'index-東京')).toBe(WORD_START);
  for (const typed of ['.*', '[a', '(', '\\', '$', '^g', '%', '_x'])
    expect({ typed, found: match(typed, 'government') }).toEqual({ typed, found: null });
  expect(match('a.b', 'a.b.c')).toBe(PREFIX);
});

test('letters in their order match only where that is wanted, and close to each other', () => {
  expect(match('gvmt', 'government')).toBeNull();
  expect(match('gvmt', 'government', '', true)).toBe(IN_ORDER);
  expect(match('gvmt', `g${'x'.repeat(20)}vmt`, '', true)).toBeNull();
  expect(match('gt', 'government', '', true)).toBeNull();
});

test('a name of 255 characters and a long text are no problem', () => {
  const name = 'ab'.repeat(127);
  const began = performance.now();
  for (let times = 0; times < 1_000; times++) match(`${'a'.repeat(127)} b`, name, '', true);
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(match('x '.repeat(120), name)).toBeNull();
});

test('the best are kept in order, and all are counted', () => {
  const best = new Best<number>(3, (a, b) => a - b);
  for (const item of [5, 2, 9, 1, 7, 2]) best.add(item);
  expect(best.items).toEqual([1, 2, 2]);
  expect(best.count).toBe(6);
});
