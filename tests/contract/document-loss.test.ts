import { expect, test } from 'vitest';
import { directionOf } from '../../lib/contract/direction.ts';
import { coversLoss, documentLoss } from '../../lib/contract/document-loss.ts';

test.each([
  ['all of few', 1, 0, 'all'],
  ['all of many', 8_940, 0, 'all'],
  ['more than 10 % and more than 1,000', 8_940, 1_341, 'many'],
  ['1,001 of 10,009: just over both limits', 10_009, 9_008, 'many'],
  ['1,000 of 5,000: not more than 1,000', 5_000, 4_000, null],
  ['1,001 of 10,010: exactly 10 %', 10_010, 9_009, null],
  ['5,000 of 100,000: 5 %', 100_000, 95_000, null],
  ['most of few', 412, 61, null],
  ['nothing before', 0, 0, null],
  ['nothing before, an unknown number after', 0, null, null],
  ['more than before', 61, 412, null],
  ['many before, an unknown number after', 3_000, null, 'unknown'],
  ['few before, an unknown number after', 120, null, null],
  ['an unknown number before, some after', null, 412, null],
  ['an unknown number before, none after', null, 0, 'unknown'],
  ['both unknown', null, null, 'unknown'],
] as const)('%s', (_, before, after, kind) => {
  expect(documentLoss({ before, after })?.kind ?? null).toBe(kind);
});

test('an accepted loss covers the present one while it is of the same kind and differs by no more than 1 %', () => {
  const present = (before: number | null, after: number | null) => documentLoss({ before, after })!;
  const accepted = { before: 8_940, after: 1_341 };
  expect(coversLoss(accepted, present(8_940, 1_341))).toBe(true);
  expect(coversLoss(accepted, present(8_941, 1_341))).toBe(true);
  expect(coversLoss(accepted, present(8_940, 1_200))).toBe(false);
  expect(coversLoss(accepted, present(8_940, 0))).toBe(false);
  expect(coversLoss(accepted, present(8_940, null))).toBe(false);
  expect(coversLoss({ before: 3_000, after: null }, present(3_000, null))).toBe(true);
  expect(coversLoss({ before: 3_000, after: null }, present(null, null))).toBe(false);
  expect(coversLoss({ before: 412, after: 61 }, present(412, 0))).toBe(false);
  expect(coversLoss(undefined, present(412, 0))).toBe(false);
});

test('the direction of an undo is that of the dates in the names, else previous, and newer for the undo of an undo', () => {
  const [older, newer] = ['government-2018-01-07t03-00-00z-aaaa', 'government-2018-01-08t03-00-00z-bbbb'];
  expect(directionOf([newer], [older], false)).toBe('previous');
  expect(directionOf([older], [newer], true)).toBe('newer');
  // The first move was to the older index.
  expect(directionOf([older], [newer], false)).toBe('newer');
  expect(directionOf([newer], [older], true)).toBe('previous');
  expect(directionOf(['plain-1'], ['plain-2'], false)).toBe('previous');
  expect(directionOf(['plain-1'], ['plain-2'], true)).toBe('newer');
});
