import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { singleFlight, PAGE_TIMEOUT_MS } from '../../lib/live/single-flight.ts';

test('work that takes longer than a page waits runs once, and the next request gets its outcome', async () => {
  vi.useFakeTimers();
  try {
    let runs = 0;
    const work = async () => {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, PAGE_TIMEOUT_MS * 3));
      return runs;
    };
    const first = expect(singleFlight('slow', 'search', work)).rejects.toThrow(/search has not answered for \d+ s/);
    const second = expect(singleFlight('slow', 'search', work)).rejects.toMatchObject({ code: 'timed_out' });
    await vi.advanceTimersByTimeAsync(PAGE_TIMEOUT_MS + 1);
    await Promise.all([first, second]);
    await vi.advanceTimersByTimeAsync(PAGE_TIMEOUT_MS * 3);
    expect(await singleFlight('slow', 'search', work)).toBe(1);
    expect(runs).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test('an answer or a failure is delivered once: the next request runs the work again', async () => {
  let runs = 0;
  const counted = async () => {
    await sleep(5);
    return (runs += 1);
  };
  expect(
    await Promise.all([singleFlight('quick', 'search', counted), singleFlight('quick', 'search', counted)]),
  ).toEqual([1, 1]);
  expect(await singleFlight('quick', 'search', counted)).toBe(2);
  await expect(singleFlight('bad', 'search', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await singleFlight('bad', 'search', () => Promise.resolve('well'))).toBe('well');
});

test('a failure that no request waited for is delivered to the next one', async () => {
  vi.useFakeTimers();
  try {
    const work = async () => {
      await new Promise((resolve) => setTimeout(resolve, PAGE_TIMEOUT_MS * 2));
      throw new Error('no');
    };
    const first = expect(singleFlight('fails late', 'search', work)).rejects.toMatchObject({ code: 'timed_out' });
    await vi.advanceTimersByTimeAsync(PAGE_TIMEOUT_MS * 3);
    await first;
    await expect(singleFlight('fails late', 'search', () => Promise.resolve('well'))).rejects.toThrow('no');
    expect(await singleFlight('fails late', 'search', () => Promise.resolve('well'))).toBe('well');
  } finally {
    vi.useRealTimers();
  }
});

test('an outcome that no request collects is dropped after 30 s', async () => {
  // The library holds the real `performance`, which fake timers replace.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const real = performance.now.bind(performance);
  let advancedMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => real() + advancedMs);
  const advance = (ms: number) => {
    advancedMs += ms;
    return vi.advanceTimersByTimeAsync(ms);
  };
  try {
    let runs = 0;
    const quick = () => Promise.resolve((runs += 1));
    const slow = () => new Promise((resolve) => setTimeout(() => resolve((runs += 1)), PAGE_TIMEOUT_MS * 2));
    for (const [waitedMs, outcome] of [
      [29_000, 1],
      [31_000, 3],
    ] as const) {
      const first = expect(singleFlight('left', 'search', slow)).rejects.toMatchObject({ code: 'timed_out' });
      await advance(PAGE_TIMEOUT_MS * 2);
      await first;
      await advance(waitedMs);
      expect(await singleFlight('left', 'search', quick)).toBe(outcome);
    }
  } finally {
    vi.useRealTimers();
    vi.restoreAllMocks();
  }
});
