import { expect, test } from 'vitest';
import { isTooSlow } from '../../lib/access/limit-reading.ts';

/** One look every ten seconds; `taken` in the seconds between two of them. */
const looks = (...taken: number[]) => {
  let sum = 0;
  return [0, ...taken].map((bytes, at) => ({ at: at * 10_000, taken: (sum += bytes) }));
};
const each = (bytes: number, times: number) => Array.from({ length: times }, () => bytes);

test.each([
  ['nothing for two minutes', looks(...each(0, 12)), true],
  ['nothing for less', looks(...each(0, 11)), false],
  ['a lot, then nothing for two minutes', looks(50_000_000, ...each(0, 12)), true],
  ['a little after 110 s of nothing', looks(...each(0, 11), 100), true],
  ['much at once every 100 s', looks(...each(0, 9), 400_000, ...each(0, 9), 400_000, ...each(0, 9)), false],
  ['500 bytes a second, for two minutes', looks(...each(5_000, 12)), true],
  ['500 bytes a second, for less', looks(...each(5_000, 11)), false],
  ['a piece of 20 kB every 40 s, for two minutes', looks(0, 0, 0, 20_000, 0, 0, 0, 20_000, 0, 0, 0, 20_000), true],
  ['2 kB a second, in pieces', looks(...each(0, 3), 80_000, ...each(0, 3), 80_000, ...each(0, 3), 80_000, 0), false],
  ['a modem, for ten minutes', looks(...each(50_000, 60)), false],
])('a reader who takes %s', (_, seen, cut) => {
  expect(isTooSlow(seen)).toBe(cut);
});
