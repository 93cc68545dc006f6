import { afterEach, expect, test, vi } from 'vitest';
import { AppError } from '../lib/errors.ts';
import { withRetry } from '../lib/retry.ts';

afterEach(() => vi.useRealTimers());

test.each([3_600_000, -3_600_000])('the time to retry does not change when the clock is set by %d ms', async (jump) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  let attempts = 0;
  const attempt = async () => {
    attempts++;
    vi.setSystemTime(Date.now() + jump);
    if (attempts < 4) throw new AppError('unreachable', 'Not yet.');
    return 'there';
  };
  expect(await withRetry(attempt, { totalMs: 20_000 })).toBe('there');
  expect(
    (await withRetry(() => Promise.reject(new AppError('unreachable', 'Never.')), { totalMs: 500 }).catch(
      (error: unknown) => error,
    )) as AppError,
  ).toMatchObject({ message: 'Never.' });
});
