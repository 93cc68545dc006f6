import { expect, test } from 'vitest';
import { overdueSince } from '../../lib/scheduling/overdue.ts';
import { aRun, aSchedule } from '../support/a-schedule.ts';

const YESTERDAY = '2026-11-27T03:00:00.000Z';
const TONIGHT = '2026-11-28T03:00:00.000Z';
const NOW = '2026-11-28T07:00:00.000Z';
const since = (runs: ReturnType<typeof aRun>[], now = NOW, schedule = aSchedule()) => {
  const found = overdueSince(schedule, runs, Date.parse(now));
  return found === null ? null : new Date(found).toISOString();
};

test('a schedule is overdue five minutes after a time of which nothing is recorded', () => {
  expect(since([aRun(YESTERDAY)], '2026-11-28T03:04:59.999Z')).toBeNull();
  expect(since([aRun(YESTERDAY)], '2026-11-28T03:05:00.000Z')).toBe(TONIGHT);
  expect(since([])).toBe(TONIGHT);
  expect(since([aRun(TONIGHT, { state: 'failed' }), aRun(YESTERDAY)])).toBeNull();
});

test('it is overdue by a missed run until another follows, which says more; while it is paused, too', () => {
  const missed = aRun(TONIGHT, { state: 'missed' });
  expect(since([missed, aRun(YESTERDAY)])).toBe(TONIGHT);
  expect(since([missed], NOW, aSchedule({}, { pausedAt: NOW }))).toBe(TONIGHT);
  expect(since([aRun('2026-11-28T06:00:00.000Z', { trigger: 'person' }), missed])).toBeNull();
});

test('it is not while a run is in progress, or for times while it is paused or before it was made', () => {
  expect(since([aRun(YESTERDAY, { state: 'running' })])).toBeNull();
  expect(since([aRun(YESTERDAY)], NOW, aSchedule({}, { pausedAt: YESTERDAY }))).toBeNull();
  expect(since([], NOW, aSchedule({}, { since: Date.parse(TONIGHT) }))).toBeNull();
});

test('a run in the future, of a clock that was ahead, does not count', () => {
  const ahead = '2027-06-01T03:00:00.000Z';
  expect(since([aRun(ahead), aRun(YESTERDAY)])).toBe(TONIGHT);
  expect(since([aRun(ahead, { state: 'missed' }), aRun(TONIGHT)])).toBeNull();
});
