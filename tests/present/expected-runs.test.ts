import { expect, test } from 'vitest';
import { expectedRunsOf } from '../../lib/present/expected-runs.ts';
import { aRun, aSchedule } from '../support/a-schedule.ts';

const at = (time: string): number => Date.parse(time);
const NIGHT = { at: at('2026-11-28T03:00:00.000Z'), schedule: 'Nightly' };
const BEFORE = { at: at('2026-11-27T03:00:00.000Z'), schedule: 'Nightly' };
const ended = { schedule: aSchedule(), open: null };

test('the backups of a run are expected half an hour after it was due; until then those of the run before it', () => {
  const expectedBy = (time: string) => expectedRunsOf([ended], at(time))('government', ['government-1']);
  expect(expectedBy('2026-11-28T03:29:59.000Z')).toEqual(BEFORE);
  expect(expectedBy('2026-11-28T03:30:00.000Z')).toEqual(NIGHT);
});

test('while a run is going on its backups are not expected, however long it takes; those of the run before it are', () => {
  const now = at('2026-11-28T09:00:00.000Z');
  const open = aRun('2026-11-28T03:00:00.000Z', { state: 'running' });
  expect(expectedRunsOf([{ schedule: aSchedule(), open }], now)('government', [])).toEqual(BEFORE);
  const byPerson = aRun('2026-11-28T08:59:00.000Z', { state: 'running', trigger: 'person' });
  expect(expectedRunsOf([{ schedule: aSchedule(), open: byPerson }], now)('government', [])).toEqual(NIGHT);
});

test('of several schedules that cover an alias the newest run counts; a paused one, a drill, and one of others do not', () => {
  const now = at('2026-11-28T12:00:00.000Z');
  const weekly = { schedule: aSchedule({ name: 'Weekly', cron: '0 4 * * 1' }), open: null };
  const hourly = (over: Parameters<typeof aSchedule>[0], paused = false) => ({
    schedule: aSchedule(
      { name: 'Hourly', cron: '0 * * * *', ...over },
      paused ? { pausedAt: '2026-11-01T00:00:00.000Z' } : {},
    ),
    open: null,
  });
  const expected = expectedRunsOf(
    [weekly, ended, hourly({ kind: 'drill' }), hourly({}, true), hourly({ what: { aliases: ['users'] } })],
    now,
  );
  expect(expected('government', ['government-1'])).toEqual(NIGHT);
  expect(expected('users', ['users-1'])).toEqual({ at: at('2026-11-28T11:00:00.000Z'), schedule: 'Hourly' });
  expect(expectedRunsOf([], now)('government', [])).toBeNull();
});

test('what was due before a schedule was made, or resumed, is not expected', () => {
  const schedule = aSchedule({}, { since: at('2026-11-28T03:00:00.000Z') });
  expect(expectedRunsOf([{ schedule, open: null }], at('2026-11-28T12:00:00.000Z'))('government', [])).toBeNull();
});
