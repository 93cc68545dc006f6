import { expect, test } from 'vitest';
import { runSync, runInSlices, mapInSteps, sortInSteps } from '../lib/slices.ts';

test('long work lets other events run, and has the same result', async () => {
  const items = Array.from({ length: 4_000 }, (_, n) => n);
  const slow = (n: number) => {
    const until = performance.now() + 0.02;
    while (performance.now() < until);
    return n * 2;
  };
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  expect(await runInSlices(mapInSteps(items, slow))).toEqual(items.map((n) => n * 2));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(1);
  expect(runSync(mapInSteps(items, (n) => n))).toEqual(items);
});

test('a sort in steps is equal to a stable sort', () => {
  const items = Array.from({ length: 7_001 }, (_, n) => ({ key: (n * 7919) % 101, n }));
  expect(runSync(sortInSteps(items, (a, b) => a.key - b.key))).toEqual([...items].sort((a, b) => a.key - b.key));
  expect(runSync(sortInSteps([], () => 0))).toEqual([]);
});

test('aborted work ends', async () => {
  const controller = new AbortController();
  const endless = runInSlices(
    mapInSteps(
      (function* () {
        for (;;) yield 1;
      })(),
      (n) => n,
    ),
    controller.signal,
  );
  setTimeout(() => controller.abort(new Error('aborted')), 20);
  await expect(endless).rejects.toThrow('aborted');
});
