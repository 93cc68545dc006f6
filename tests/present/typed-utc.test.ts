import { expect, test } from 'vitest';
import { typedUtc } from '../../lib/present/typed-utc.ts';

test.each([
  ['2026-11-28 03:00', '2026-11-28T03:00:00.000Z'],
  [' 2026-11-28 03:00:04 UTC ', '2026-11-28T03:00:04.000Z'],
  ['2026-11-28T03:00:04Z', '2026-11-28T03:00:04.000Z'],
  ['2026-02-31 03:00', null],
  ['2026-11-28 25:00', null],
  ['28 Nov 03:00', null],
  ['2026-11-28', null],
  ['2026-11-28T03:00:00+01:00', null],
  ['', null],
])('%j is the time %j', (text, expected) => {
  expect(typedUtc(text)).toBe(expected);
});
