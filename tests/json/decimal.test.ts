import { expect, test } from 'vitest';
import { canonicalDecimal } from '../../lib/json/decimal.ts';

test.each([
  ['1', '1.0'],
  ['100', '1e2'],
  ['10e399', '1e400'],
  ['-0.0', '0'],
  ['0e99', '0'],
  ['0.10', '1E-1'],
  ['120.50', '1205e-1'],
])('%s is %s', (one, other) => {
  expect(canonicalDecimal(one)).not.toBeNull();
  expect(canonicalDecimal(one)).toBe(canonicalDecimal(other));
});

test.each([
  ['9007199254740993', '9007199254740992'],
  ['0.1000000000000000055511151231257827', '0.1'],
  ['1e400', '1e401'],
  ['-1', '1'],
  [`1e${'9'.repeat(200)}`, `1e${'9'.repeat(201)}`],
])('%s is not %s', (one, other) => {
  expect(canonicalDecimal(one)).not.toBe(canonicalDecimal(other));
});

test.each(['', 'true', '01', '1.', '.5', '--1', '1e', '0x1', '1 '])('%j is not a number', (text) => {
  expect(canonicalDecimal(text)).toBeNull();
});

test('a number of a million digits takes no time', () => {
  const startedAt = performance.now();
  const zeros = '0'.repeat(1_000_000);
  expect(canonicalDecimal(`1${zeros}1`)).toBe(`1${zeros}1e0`);
  expect(canonicalDecimal(`1e${'9'.repeat(1_000_000)}`)).not.toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
