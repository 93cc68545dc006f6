import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { patiently, PLAN_PATIENCE_MS } from '../../lib/views/patiently.ts';

test('work that takes longer than a page waits goes on, is asked for once, and its outcome is there for who asks next', async () => {
  vi.useFakeTimers();
  try {
    let asked = 0;
    const work = async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, PLAN_PATIENCE_MS * 3));
      return asked;
    };
    const first = expect(patiently('slow', 'search', work)).rejects.toThrow(/search has not answered for \d+ s/);
    const second = expect(patiently('slow', 'search', work)).rejects.toMatchObject({ code: 'timed_out' });
    await vi.advanceTimersByTimeAsync(PLAN_PATIENCE_MS + 1);
    await Promise.all([first, second]);
    await vi.advanceTimersByTimeAsync(PLAN_PATIENCE_MS * 3);
    expect(await patiently('slow', 'search', work)).toBe(1);
    expect(asked).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test('an answer or a failure is given once: the next who asks has it asked anew', async () => {
  let asked = 0;
  const counted = async () => {
    await sleep(5);
    return (asked += 1);
  };
  expect(await Promise.all([patiently('quick', 'search', counted), patiently('quick', 'search', counted)])).toEqual([
    1, 1,
  ]);
  expect(await patiently('quick', 'search', counted)).toBe(2);
  await expect(patiently('bad', 'search', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await patiently('bad', 'search', () => Promise.resolve('well'))).toBe('well');
});
