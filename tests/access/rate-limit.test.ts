import { expect, test } from 'vitest';
import { RateLimit } from '../../lib/access/rate-limit.ts';

test('a rate limit allows a burst, then refills, for each caller separately', () => {
  const limit = new RateLimit(2, 3);
  expect([1, 2, 3].map(() => limit.take('a', 0))).toEqual([0, 0, 0]);
  expect(limit.take('a', 0)).toBe(1);
  expect(limit.take('b', 0)).toBe(0);
  expect(limit.take('a', 600)).toBe(0);
  expect(limit.take('a', 600)).toBe(1);
});
