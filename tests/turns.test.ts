import { expect, test } from 'vitest';
import { Turns } from '../lib/turns.ts';

test('runs so many at once, and the others in their order', async () => {
  const turns = new Turns(2);
  const started: number[] = [];
  const ends = Array.from({ length: 4 }, () => Promise.withResolvers<number>());
  const outcomes = ends.map(({ promise }, n) =>
    turns.run(() => {
      started.push(n);
      return promise;
    }),
  );
  await expect.poll(() => started).toEqual([0, 1]);
  ends[1]!.resolve(10);
  expect(await outcomes[1]).toBe(10);
  await expect.poll(() => started).toEqual([0, 1, 2]);
  for (const { resolve } of ends) resolve(0);
  await Promise.all(outcomes);
  expect(started).toEqual([0, 1, 2, 3]);
});

test('a task that fails keeps no other from its turn', async () => {
  const turns = new Turns(1);
  const failed = turns.run(() => Promise.reject(new Error('No.')));
  const next = turns.run(() => Promise.resolve('done'));
  await expect(failed).rejects.toThrow('No.');
  expect(await next).toBe('done');
});
