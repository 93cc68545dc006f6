import { expect, test } from 'vitest';
import { runSync, runInSlices, mapped, sorted } from '../lib/slices.ts';

test('long work leaves room for others, and gives the same', async () => {
  const things = Array.from({ length: 4_000 }, (_, n) => n);
  const slow = (n: number) => {
    const until = performance.now() + 0.02;
    while (performance.now() < until);
    return n * 2;
  };
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  expect(await runInSlices(mapped(things, slow))).toEqual(things.map((n) => n * 2));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(1);
  expect(runSync(mapped(things, (n) => n))).toEqual(things);
});

test('a sort in slices is the sort there is, and stable', () => {
  const things = Array.from({ length: 7_001 }, (_, n) => ({ key: (n * 7919) % 101, n }));
  expect(runSync(sorted(things, (a, b) => a.key - b.key))).toEqual([...things].sort((a, b) => a.key - b.key));
  expect(runSync(sorted([], () => 0))).toEqual([]);
});

test('work that is given up ends', async () => {
  const stop = new AbortController();
  const endless = runInSlices(
    mapped(
      (function* () {
        for (;;) yield 1;
      })(),
      (n) => n,
    ),
    stop.signal,
  );
  setTimeout(() => stop.abort(new Error('given up')), 20);
  await expect(endless).rejects.toThrow('given up');
});
