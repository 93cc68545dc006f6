import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { singleFlight, PAGE_TIMEOUT_MS } from '../../lib/live/single-flight.ts';

test('work that takes longer than a page waits goes on, is asked for once, and its outcome is there for who asks next', async () => {
  vi.useFakeTimers();
  try {
    let asked = 0;
    const work = async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, PAGE_TIMEOUT_MS * 3));
      return asked;
    };
    const first = expect(singleFlight('slow', 'search', work)).rejects.toThrow(/search has not answered for \d+ s/);
    const second = expect(singleFlight('slow', 'search', work)).rejects.toMatchObject({ code: 'timed_out' });
    await vi.advanceTimersByTimeAsync(PAGE_TIMEOUT_MS + 1);
    await Promise.all([first, second]);
    await vi.advanceTimersByTimeAsync(PAGE_TIMEOUT_MS * 3);
    expect(await singleFlight('slow', 'search', work)).toBe(1);
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
  expect(
    await Promise.all([singleFlight('quick', 'search', counted), singleFlight('quick', 'search', counted)]),
  ).toEqual([1, 1]);
  expect(await singleFlight('quick', 'search', counted)).toBe(2);
  await expect(singleFlight('bad', 'search', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await singleFlight('bad', 'search', () => Promise.resolve('well'))).toBe('well');
});
