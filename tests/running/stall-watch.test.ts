import { expect, test } from 'vitest';
import { Meter } from '../../lib/running/meter.ts';
import { StallWatch } from '../../lib/running/stall-watch.ts';
import { progressOf } from '../jobs/builders.ts';

test('an operation is stalled some seconds after its last movement, however often it reports the same', () => {
  const watch = new StallWatch();
  expect(watch.stalledSince(100_000)).toBeNull();
  watch.begin(0);
  expect(watch.stalledSince(4_000)).toBeNull();
  expect(watch.stalledSince(6_000)).not.toBeNull();
  watch.note(progressOf(10), 6_000);
  expect(watch.stalledSince(6_001)).toBeNull();
  watch.note(progressOf(10), 10_000);
  expect(watch.stalledSince(11_500)).not.toBeNull();
  watch.note({ ...progressOf(10), bytes: 5 }, 12_000);
  expect(watch.stalledSince(12_100)).toBeNull();
});

test('a paused operation is not stalled, and has neither rate nor time left', async () => {
  const watch = new StallWatch();
  watch.begin(0);
  watch.note({ ...progressOf(10), pausedBecause: 'No connection' }, 1_000);
  expect(watch.stalledSince(60_000)).toBeNull();
  const meter = new Meter();
  const at = (done: number, pausedBecause: string | null = null) =>
    meter.progress({ phase: 'load', label: 'Loading', unit: 'documents', done, total: 1_000, pausedBecause });
  at(0);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(at(500).rate).toBeGreaterThan(0);
  expect(at(500, 'No connection')).toMatchObject({ rate: null, secondsLeft: null });
});

test('progress in large steps is not stalled between two of them, and its rate is the average', async () => {
  const inSteps = 'A file counts when it is complete.';
  const watch = new StallWatch();
  watch.begin(0);
  watch.note({ ...progressOf(10), inSteps }, 0);
  expect(watch.isQuiet(60_000)).toBe(false);
  expect(watch.stalledSince(60_000)).toBeNull();
  expect(watch.stalledSince(121_000)).not.toBeNull();
  const meter = new Meter();
  const at = (done: number) =>
    meter.progress({ phase: 'copy', label: 'Copying', unit: 'bytes', done, total: 1_000, inSteps });
  at(0);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(at(49)).toMatchObject({ rate: null, secondsLeft: null });
  const first = at(500).rate!;
  await new Promise((resolve) => setTimeout(resolve, 600));
  // Nothing was added, so the average sinks, and is not unknown.
  const second = at(500).rate!;
  expect(second).toBeLessThan(first);
  expect(second).toBeGreaterThan(first / 3);
});
