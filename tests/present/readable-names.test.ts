import { expect, test } from 'vitest';
import { readableNames, splitAtNames } from '@/lib/present/readable-names.ts';

const NOW = Date.parse('2026-11-29T00:00:00Z');
const NAME = 'government-2026-11-24t11-18-00z-b6b1de95-4c1d-983f-aeeb-05442e690af5';

test('index names in a text are written as alias, date and four characters', () => {
  expect(readableNames(`It points to ${NAME}.\nNot to ${NAME}, shelf or x-1.`, NOW)).toBe(
    'It points to government · 24 Nov 11:18 · b6b1.\nNot to government · 24 Nov 11:18 · b6b1, shelf or x-1.',
  );
});

test('a long text without spaces takes no time', () => {
  const long = 'a-2026-11-24t11-18-00z-'.repeat(20_000);
  const startedMs = performance.now();
  expect(readableNames(long, NOW)).toBe(long);
  expect(performance.now() - startedMs).toBeLessThan(500);
});

test('a sentence is split at its names, and nothing of it is lost', () => {
  const text = `It points to ${NAME}, not to ${NAME}.  Request: PUT /${NAME}/_settings`;
  const pieces = splitAtNames(text);
  expect(pieces.filter(({ isName }) => isName).map((piece) => piece.text)).toEqual([NAME, NAME]);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
});
