import { expect, test } from 'vitest';
import { nextTimesInZone } from '../../lib/present/next-times.ts';
import { nextTimes } from '../../lib/scheduling/cron.ts';

const next = (cron: string, timeZone: string, after: string) => {
  const from = Date.parse(after);
  return nextTimesInZone(nextTimes({ cron, timeZone }, from, 3), timeZone, from).map(
    ({ at, local, note }) => `${at.slice(0, 16)} ${local}${note === null ? '' : `, ${note}`}`,
  );
};

test('times are on the clock of the schedule’s zone and in UTC', () => {
  expect(next('0 3 * * *', 'Europe/London', '2026-06-30T12:00:00Z')).toEqual([
    '2026-07-01T02:00 Wed 1 Jul, 03:00',
    '2026-07-02T02:00 Thu 2 Jul, 03:00',
    '2026-07-03T02:00 Fri 3 Jul, 03:00',
  ]);
});

test('the clock that goes forward is noted once, at the first time after it', () => {
  expect(next('0 3 * * *', 'Europe/London', '2026-03-27T12:00:00Z')).toEqual([
    '2026-03-28T03:00 Sat 28 Mar, 03:00',
    '2026-03-29T02:00 Sun 29 Mar, 03:00, clock change: +1 h',
    '2026-03-30T02:00 Mon 30 Mar, 03:00',
  ]);
});

test('the clock that goes back is noted, also where it does so before the first time', () => {
  expect(next('0 3 * * *', 'Europe/London', '2026-10-24T12:00:00Z')[0]).toBe(
    '2026-10-25T03:00 Sun 25 Oct, 03:00, clock change: −1 h',
  );
  expect(next('0 3 * * *', 'Australia/Lord_Howe', '2026-04-04T12:00:00Z')[0]).toContain('clock change: −30 min');
});

test('a zone ahead of UTC by half an hour has its own days', () => {
  expect(next('30 0 * * *', 'Asia/Kolkata', '2026-11-29T12:00:00Z')[0]).toBe('2026-11-29T19:00 Mon 30 Nov, 00:30');
});
