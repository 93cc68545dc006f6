import { expect, test } from 'vitest';
import { isTooSlow } from '../../lib/access/limit-reading.ts';

/** One sample every ten seconds; `taken`: the bytes read between two samples. */
const samples = (...taken: number[]) => {
  let sum = 0;
  return [0, ...taken].map((bytes, at) => ({ at: at * 10_000, taken: (sum += bytes) }));
};
const each = (bytes: number, times: number) => Array.from({ length: times }, () => bytes);

test.each([
  ['nothing for two minutes', samples(...each(0, 12)), true],
  ['nothing for 110 s', samples(...each(0, 11)), false],
  ['50 MB, then nothing for two minutes', samples(50_000_000, ...each(0, 12)), true],
  ['100 bytes after 110 s of nothing', samples(...each(0, 11), 100), true],
  ['400 kB every 100 s', samples(...each(0, 9), 400_000, ...each(0, 9), 400_000, ...each(0, 9)), false],
  ['500 bytes a second, for two minutes', samples(...each(5_000, 12)), true],
  ['500 bytes a second, for 110 s', samples(...each(5_000, 11)), false],
  ['a piece of 20 kB every 40 s, for two minutes', samples(0, 0, 0, 20_000, 0, 0, 0, 20_000, 0, 0, 0, 20_000), true],
  ['2 kB a second, in pieces', samples(...each(0, 3), 80_000, ...each(0, 3), 80_000, ...each(0, 3), 80_000, 0), false],
  ['5 kB a second (a modem), for ten minutes', samples(...each(50_000, 60)), false],
])('the speed check of a client that reads %s', (_, seen, cut) => {
  expect(isTooSlow(seen)).toBe(cut);
});
