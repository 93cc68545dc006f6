import { expect, test } from 'vitest';
import type { CountChange } from '../../lib/contract/overview.ts';
import { countLines, countTicks, knownCountAt, spanOfLoss, timeTicks } from '../../lib/present/count-line.ts';

const changes: CountChange[] = [
  [0, 0, 8_940],
  [460, 475, 1_118],
];

test('a drop is a step between the two observations around it', () => {
  expect(countLines(changes, [[0, 600]], { from: 100, to: 600 })).toEqual([
    [
      { at: 100, documents: 8_940 },
      { at: 460, documents: 8_940 },
      { at: 475, documents: 1_118 },
      { at: 600, documents: 1_118 },
    ],
  ]);
});

test('a time without observations is a gap, never a line through it', () => {
  const lines = countLines(
    [
      [0, 0, 8_940],
      [200, 500, 1_118],
    ],
    [
      [0, 200],
      [500, 600],
    ],
    { from: 0, to: 600 },
  );
  expect(lines).toEqual([
    [
      { at: 0, documents: 8_940 },
      { at: 200, documents: 8_940 },
    ],
    [
      { at: 500, documents: 1_118 },
      { at: 600, documents: 1_118 },
    ],
  ]);
});

test('an unknown count interrupts the line', () => {
  const lines = countLines(
    [
      [0, 0, 10],
      [100, 110, null],
      [200, 210, 12],
    ],
    [[0, 300]],
    { from: 0, to: 300 },
  );
  expect(lines.map((line) => [line[0]!.at, line.at(-1)!.at])).toEqual([
    [0, 100],
    [210, 300],
  ]);
});

test('the count of a moment is known only where the cluster was watched', () => {
  expect(knownCountAt(changes, [[0, 600]], 470)).toBe(8_940);
  expect(knownCountAt(changes, [[0, 600]], 475)).toBe(1_118);
  expect(knownCountAt(changes, [[0, 400]], 470)).toBeNull();
});

test('the axis has round times and round counts', () => {
  const HOUR = 3_600;
  expect(timeTicks({ from: 100, to: 24 * HOUR }, 8)).toEqual([3, 6, 9, 12, 15, 18, 21, 24].map((hour) => hour * HOUR));
  expect(countTicks(8_940)).toEqual([0, 5_000]);
  expect(countTicks(3)).toEqual([0, 2]);
  expect(countTicks(0)).toEqual([0]);
});

test('the plot of a loss shows the last good backup where it is of the last day', () => {
  const now = 1_000_000;
  const HOUR = 3_600;
  expect(spanOfLoss({ backupAt: now - 4 * HOUR, lostAt: now - HOUR }, now)).toEqual({ from: now - 5 * HOUR, to: now });
  expect(spanOfLoss({ backupAt: now - 90 * HOUR, lostAt: now - HOUR }, now)).toEqual({ from: now - 2 * HOUR, to: now });
  expect(spanOfLoss({ backupAt: null, lostAt: null }, now)).toEqual({ from: now - 24 * HOUR, to: now });
});
