import { expect, test } from 'vitest';
import { expectedRunsOf } from '../../lib/present/expected-runs.ts';
import { aRun, aSchedule } from '../support/a-schedule.ts';

const at = (time: string): number => Date.parse(time);
const NIGHT = { at: at('2026-11-28T03:00:00.000Z'), schedule: 'Nightly', ran: false, doneElsewhere: false };
const BEFORE = { ...NIGHT, at: at('2026-11-27T03:00:00.000Z') };
const quiet = { open: null, lastGood: null, recent: [] };
const ended = { schedule: aSchedule(), ...quiet };
const expectedOn = (schedules: Parameters<typeof expectedRunsOf>[0], now: number, alias = 'government') =>
  expectedRunsOf(schedules, 'folder:/backups', now)(alias, [`${alias}-1`]);

test('the backups of a run are expected half an hour after it was due; until then those of the run before it', () => {
  const expectedBy = (time: string) => expectedOn([ended], at(time));
  expect(expectedBy('2026-11-28T03:29:59.000Z')).toEqual(BEFORE);
  expect(expectedBy('2026-11-28T03:30:00.000Z')).toEqual(NIGHT);
});

test('while a run is going on its backups are not expected, however long it takes; those of the run before it are', () => {
  const now = at('2026-11-28T09:00:00.000Z');
  const open = aRun('2026-11-28T03:00:00.000Z', { state: 'running' });
  expect(expectedOn([{ ...ended, open }], now)).toEqual(BEFORE);
  const byPerson = aRun('2026-11-28T08:59:00.000Z', { state: 'running', trigger: 'person' });
  expect(expectedOn([{ ...ended, open: byPerson }], now)).toEqual(NIGHT);
});

test('of several schedules that cover an alias the newest run counts; a paused one, a drill, and one of others do not', () => {
  const now = at('2026-11-28T12:00:00.000Z');
  const weekly = { schedule: aSchedule({ name: 'Weekly', cron: '0 4 * * 1' }), ...quiet };
  const hourly = (over: Parameters<typeof aSchedule>[0], paused = false) => ({
    schedule: aSchedule(
      { name: 'Hourly', cron: '0 * * * *', ...over },
      paused ? { pausedAt: '2026-11-01T00:00:00.000Z' } : {},
    ),
    ...quiet,
  });
  const all = [weekly, ended, hourly({ kind: 'drill' }), hourly({}, true), hourly({ what: { aliases: ['users'] } })];
  expect(expectedOn(all, now)).toEqual(NIGHT);
  expect(expectedOn(all, now, 'users')).toMatchObject({ at: at('2026-11-28T11:00:00.000Z'), schedule: 'Hourly' });
  expect(expectedOn([], now)).toBeNull();
});

test('what was due before a schedule was made, or resumed, is not expected', () => {
  const schedule = aSchedule({}, { since: at('2026-11-28T03:00:00.000Z') });
  expect(expectedOn([{ schedule, ...quiet }], at('2026-11-28T12:00:00.000Z'))).toBeNull();
});

test('a run that ended at all did run; one that was missed, or is of a clock that was ahead, did not', () => {
  const now = at('2026-11-28T12:00:00.000Z');
  const ran = (...recent: ReturnType<typeof aRun>[]) => expectedOn([{ ...ended, recent }], now)?.ran;
  expect(ran(aRun('2026-11-28T03:00:00.000Z', { state: 'failed' }))).toBe(true);
  expect(ran(aRun('2026-11-28T03:00:00.000Z', { state: 'missed' }))).toBe(false);
  expect(ran(aRun('2026-11-27T03:00:00.000Z'))).toBe(false);
  expect(ran(aRun('2027-01-01T03:00:00.000Z'))).toBe(false);
});

test('of a schedule that writes to another place its good runs say that it did; another run does not', () => {
  const now = at('2026-11-28T12:00:00.000Z');
  const done = (to: string, state: 'good' | 'failed', due = '2026-11-28T03:00:00.000Z') => {
    const run = aRun(due, { state });
    const lastGood = state === 'good' ? run : null;
    return expectedOn([{ schedule: aSchedule({ to }), open: null, lastGood, recent: [run] }], now)?.doneElsewhere;
  };
  expect(done('/elsewhere', 'good')).toBe(true);
  expect(done('s3://elsewhere/nightly', 'good')).toBe(true);
  expect(done('/elsewhere', 'failed')).toBe(false);
  expect(done('/elsewhere', 'good', '2026-11-27T03:00:00.000Z')).toBe(false);
  expect(done('/backups', 'good')).toBe(false);
});
