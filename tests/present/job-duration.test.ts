import { expect, test } from 'vitest';
import { longestOf, secondsOf } from '../../lib/present/job-duration.ts';

const ran = (seconds: number) => ({
  startedAt: '2026-11-28T03:00:00.000Z',
  endedAt: new Date(Date.parse('2026-11-28T03:00:00.000Z') + seconds * 1000).toISOString(),
});

test('a job that has not begun or not ended has no duration', () => {
  expect(secondsOf({ startedAt: null, endedAt: '2026-11-28T03:00:00.000Z' })).toBeNull();
  expect(secondsOf({ startedAt: '2026-11-28T03:00:00.000Z', endedAt: null })).toBeNull();
  expect(longestOf([{ startedAt: null, endedAt: null }])).toBe(0);
});

test('the longest of a list is the scale of its bars, and a clock that went back is no duration below zero', () => {
  expect(longestOf([ran(3.3), ran(18), ran(0.1)])).toBe(18);
  expect(secondsOf(ran(-5))).toBe(0);
});
