import { expect, test } from 'vitest';
import { answerAgeMs, isOverdue } from '../../app/(clusters)/data-age.ts';

const NOW_MS = Date.parse('2026-11-30T07:00:00.000Z');
const seconds = (count: number) => count * 1000;
const overdue = (ageS: number, shownForS: number | null) =>
  isOverdue({
    receivedAtMs: NOW_MS - seconds(ageS),
    nowMs: NOW_MS,
    shownSinceMs: shownForS === null ? null : NOW_MS - seconds(shownForS),
  });

test('a visible page is old after 20 seconds without a response', () => {
  expect([overdue(20, 3_600), overdue(21, 3_600)]).toEqual([false, true]);
});

test('a hidden tab, which polls about once a minute, is old after three minutes without a response', () => {
  expect([overdue(65, null), overdue(180, null), overdue(181, null)]).toEqual([false, false, true]);
});

test('a tab that is shown again is not old before its first poll has had its time', () => {
  expect([overdue(65, 0), overdue(79, 19), overdue(80, 20)]).toEqual([false, false, true]);
  expect(overdue(600, 0)).toBe(true);
});

test('the age of an answer is the same by every clock of the browser', () => {
  const takenAt = '2026-11-30T07:00:00.000Z';
  for (const wrongByMs of [0, -90_000, 90_000, 86_400_000]) {
    const receivedAtMs = NOW_MS + wrongByMs;
    const ageMs = (at: string) => answerAgeMs(at, { takenAt, receivedAtMs }, receivedAtMs + seconds(4));
    expect(ageMs('2026-11-30T06:59:58.000Z')).toBe(seconds(6));
    expect(ageMs('2026-11-30T06:59:00.000Z')).toBe(seconds(64));
  }
});
