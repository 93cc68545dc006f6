import { expect, test } from 'vitest';
import type { Schedule, ScheduleRun } from '../../lib/contract/schedule.ts';
import { laneOf, runBar, scheduleRow, whatInWords, type KnownOfSchedule } from '../../lib/present/schedule-rows.ts';
import { aSchedule, aScheduleRun, aSpec } from '../support/a-spec.ts';

const row = (known: Partial<KnownOfSchedule> = {}, schedule: Partial<Schedule> = {}) =>
  scheduleRow(aSchedule(schedule), {
    runs: [],
    sentence: 'Every day at 03:00, UTC',
    next: Date.UTC(2026, 10, 30, 3),
    unclaimed: null,
    outcome: null,
    place: '/var/backups',
    ...known,
  });
const standing = (runs: readonly ScheduleRun[], known: Partial<KnownOfSchedule> = {}) =>
  row({ runs, ...known }).standing;

test('a schedule that has not been due yet has no result', () => {
  expect(standing([])).toEqual({ state: 'none', at: null, detail: null });
});

test('a good run says what its jobs did', () => {
  expect(standing([aScheduleRun(29)], { outcome: 'Backed up 5 indices.' })).toEqual({
    state: 'good',
    at: '2026-11-29T03:00:00.000Z',
    detail: 'Backed up 5 indices.',
  });
});

test('a failed run says why, until a good one follows it', () => {
  const failed = aScheduleRun(28, { state: 'failed', why: 'The index is closed.' });
  expect(standing([failed])).toMatchObject({ state: 'failed', detail: 'The index is closed.' });
  expect(standing([aScheduleRun(29), failed]).state).toBe('good');
});

test('a missed run is overdue since the time at which it should have run', () => {
  const missed = aScheduleRun(29, { state: 'missed', why: 'Restore Desk did not run.', endedAt: null });
  expect(standing([missed, aScheduleRun(28)])).toEqual({
    state: 'overdue',
    at: '2026-11-29T03:00:00.000Z',
    detail: 'Restore Desk did not run.',
  });
});

test('a past time without a run is overdue, also where earlier runs were good', () => {
  const unclaimed = Date.UTC(2026, 10, 29, 3);
  expect(standing([aScheduleRun(28)], { unclaimed })).toMatchObject({
    state: 'overdue',
    at: '2026-11-29T03:00:00.000Z',
  });
});

test('a run that is under way says so first', () => {
  const running = aScheduleRun(29, { state: 'running', endedAt: null, jobs: [] });
  expect(standing([running, aScheduleRun(28, { state: 'failed', why: 'No.' })]).state).toBe('running');
});

test('a paused schedule has no next run, and says who paused it; its last failure remains', () => {
  const paused = row(
    { runs: [aScheduleRun(29, { state: 'failed', why: 'The disk is full.' })] },
    { pausedAt: '2026-11-29T08:00:00.000Z', pausedBy: 'ben' },
  );
  expect(paused).toMatchObject({
    next: null,
    paused: { at: '2026-11-29T08:00:00.000Z', by: 'ben' },
    standing: { state: 'failed' },
  });
});

test('the runs of a strip are the oldest first', () => {
  const { runs } = row({ runs: [aScheduleRun(29), aScheduleRun(28), aScheduleRun(27)] });
  expect(runs.map(({ at }) => at.slice(8, 10))).toEqual(['27', '28', '29']);
});

test('a run takes from its claim to its end; a missed one takes nothing', () => {
  expect(runBar(aScheduleRun(29)).seconds).toBe(40);
  expect(runBar(aScheduleRun(29, { state: 'missed' })).seconds).toBeNull();
  expect(runBar(aScheduleRun(29, { state: 'running', endedAt: null })).seconds).toBeNull();
});

test('what it does names one thing and counts several', () => {
  const words = (what: object, more: object = {}) => whatInWords(aSpec({ what, ...more }), 'nightly');
  expect(words({ all: true })).toBe('every alias to nightly');
  expect(words({ aliases: ['government'] })).toBe('government to nightly');
  expect(words({ aliases: ['a', 'b'], indices: ['logs-*'] })).toBe('2 aliases and logs-* to nightly');
  expect(words({ all: true }, { kind: 'drill' })).toBe('newest backup of every alias, from nightly');
  expect(words({ all: true }, { kind: 'drill', drill: { which: 'turns' } })).toBe(
    'newest backup of one alias in turn, of every alias, from nightly',
  );
});

test('who may not do what a schedule does is told by its needs', () => {
  expect(row().needs).toEqual(['back-up']);
  const deleting = aSpec({ retention: { daily: 7 } });
  expect(row({}, { spec: deleting }).needs).toEqual(['back-up', 'delete-backup']);
  expect(row({}, { spec: aSpec({ kind: 'drill' }) }).needs).toEqual(['drill']);
});

test('a line of 24 hours has a bounded number of times, and says that there are more', () => {
  const times = Array.from({ length: 288 }, (_, place) => place * 300_000);
  const often = laneOf('Often', times);
  expect({ shown: often.times.length, more: often.more }).toEqual({ shown: 48, more: true });
  expect(laneOf('Once', [0])).toEqual({ name: 'Once', times: ['1970-01-01T00:00:00.000Z'], more: false });
});
