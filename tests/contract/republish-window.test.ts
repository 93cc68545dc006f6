import { expect, test } from 'vitest';
import { isWithin, windowOf } from '../../lib/contract/republish-window.ts';

const startedAt = '2026-11-28T03:00:04.900Z';
const now = Date.parse('2026-11-28T07:30:00.400Z');

test('the window is from 5 minutes before the start of the backup to 1 minute after the switch, in whole seconds', () => {
  expect(windowOf({ startedAt, switchedAt: '2026-11-28T07:22:10.001Z' }, now)).toEqual({
    from: '2026-11-28T02:55:04Z',
    to: '2026-11-28T07:23:11Z',
  });
});

test('before the switch it ends now', () => {
  expect(windowOf({ startedAt, switchedAt: null }, now)).toMatchObject({ to: '2026-11-28T07:30:01Z' });
});

test('a backup that starts after the end has no window', () => {
  expect(windowOf({ startedAt: '2026-11-28T08:00:00.000Z', switchedAt: null }, now)).toBeNull();
});

test('a window is within another one if no moment of it is outside', () => {
  const window = { from: '2026-11-28T02:55:04Z', to: '2026-11-28T07:23:11Z' };
  expect(isWithin(window, window)).toBe(true);
  expect(isWithin(window, { ...window, to: '2026-11-28T07:23:10Z' })).toBe(false);
  expect(isWithin(window, { ...window, from: '2026-11-28T02:55:05Z' })).toBe(false);
});
