import { expect, test } from 'vitest';
import { formatLocal } from '../lib/local-time.ts';

test.each([
  ['2026-11-28T07:22:10.000Z', 'Europe/Berlin', '08:22'],
  // In summer.
  ['2026-07-28T07:22:10.000Z', 'Europe/Berlin', '09:22'],
  ['2026-11-28T23:30:00.000Z', 'Europe/Berlin', '29 Nov 00:30'],
  ['2026-11-28T02:00:00.000Z', 'America/New_York', '27 Nov 21:00'],
  ['2026-11-28T07:22:10.000Z', 'Asia/Kolkata', '12:52'],
])('%s in %s is %s', (at, timeZone, local) => {
  expect(formatLocal(at, 'minutes', timeZone)).toBe(local);
});

test('with seconds', () => {
  expect(formatLocal('2026-11-28T07:22:10.000Z', 'seconds', 'Europe/Berlin')).toBe('08:22:10');
});

test('where the zone’s time is UTC there is nothing to add', () => {
  expect(formatLocal('2026-11-28T07:22:10.000Z', 'minutes', 'UTC')).toBeNull();
  expect(formatLocal('2026-11-28T07:22:10.000Z', 'minutes', 'Europe/London')).toBeNull();
  expect(formatLocal('no time', 'minutes', 'Europe/Berlin')).toBeNull();
});
