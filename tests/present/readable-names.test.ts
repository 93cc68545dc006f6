import { expect, test } from 'vitest';
import { readableNames, shortSentence, splitAtNamed, splitAtNames } from '@/lib/present/readable-names.ts';

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

test.each([
  ['Alias docs was switched from docs_v2 to docs_v3.', 'Alias [docs] was switched from [docs_v2] to [docs_v3].'],
  ['docs_v3 (metadata): a block is on docs_v32.', '[docs_v3] (metadata): a block is on docs_v32.'],
  ['Index a.b. was deleted.', 'Index [a.b.] was deleted.'],
  ['“docs_v3” and docs’s', '“[docs_v3]” and [docs]’s'],
  ['Index new is new.', 'Index [new] is new.'],
  [`From ${NAME} to ${NAME}.`, `From [${NAME}] to [${NAME}].`],
  ['Nothing of it.', 'Nothing of it.'],
])('the given names of a sentence are its pieces: %s', (sentence, marked) => {
  const named = ['docs', 'docs_v2', 'docs_v3', 'a.b', 'a.b.', 'new', NAME].map((name) => ({
    name,
    of: 'index' as const,
  }));
  const pieces = splitAtNamed(sentence, named);
  expect(pieces.map(({ of, text }) => (of === null ? text : `[${text}]`)).join('')).toBe(marked);
});

const INDEX = 'govuk-2026-11-28t03-55-00z-b4c1de95-4c1d-983f-aeeb-05442e690af5';

test.each([
  [`Switch govuk to ${INDEX}`, 'Switch govuk to 28 Nov 03:55 · b4c1'],
  [`Open ${INDEX}.`, 'Open govuk · 28 Nov 03:55 · b4c1.'],
  [`Alias: ${INDEX}, then ${INDEX}`, 'Alias: govuk · 28 Nov 03:55 · b4c1, then 28 Nov 03:55 · b4c1'],
  ['Restore government from 2026-11-24 11:18 UTC', 'Restore government from 24 Nov 11:18'],
  ['Restore government from 2018-01-08 03:00 UTC', 'Restore government from 8 Jan 2018 03:00'],
  [
    'Switch govuk to the previous index, …2026-11-23t12-30-00z-1bc3…',
    'Switch govuk to the previous index, 23 Nov 12:30 · 1bc3',
  ],
  ['Back up 4 aliases', 'Back up 4 aliases'],
  ['Delete  two-spaces, kept', 'Delete  two-spaces, kept'],
])('%s', (sentence, short) => {
  expect(shortSentence(sentence, NOW)).toBe(short);
});

test('a sentence with a long name without spaces takes no time', () => {
  const sentence = `Open ${'-2026-11-28t03-55-00z-b4c1'.repeat(4000)}`;
  const before = performance.now();
  shortSentence(sentence, NOW);
  expect(performance.now() - before).toBeLessThan(500);
});
