import { expect, test } from 'vitest';
import type { Schedule, ScheduleRun } from '../../lib/contract/schedule.ts';
import { laneOf, runBar, scheduleRow, whatInWords, type KnownOfSchedule } from '../../lib/present/schedule-rows.ts';
import { aSchedule, aNightsRun, aSpec } from '../support/a-schedule.ts';

const row = (known: Partial<KnownOfSchedule> = {}, schedule: Partial<Schedule> = {}) =>
  scheduleRow(aSchedule({}, schedule), {
    runs: [],
    open: known.runs?.find(({ state }) => state === 'running') ?? null,
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
  expect(standing([aNightsRun(29)], { outcome: 'Backed up 5 indices.' })).toEqual({
    state: 'good',
    at: '2026-11-29T03:00:00.000Z',
    detail: 'Backed up 5 indices.',
  });
});

test('a failed run says why, until a good one follows it', () => {
  const failed = aNightsRun(28, { state: 'failed', why: 'The index is closed.' });
  expect(standing([failed])).toMatchObject({ state: 'failed', detail: 'The index is closed.' });
  expect(standing([aNightsRun(29), failed]).state).toBe('good');
});

test('a missed run is overdue since the time at which it should have run', () => {
  const missed = aNightsRun(29, { state: 'missed', why: 'Restore Desk did not run.', endedAt: null });
  expect(standing([missed, aNightsRun(28)])).toEqual({
    state: 'overdue',
    at: '2026-11-29T03:00:00.000Z',
    detail: 'Restore Desk did not run.',
  });
});

test('a past time without a run is overdue, also where earlier runs were good', () => {
  const unclaimed = Date.UTC(2026, 10, 29, 3);
  expect(standing([aNightsRun(28)], { unclaimed })).toMatchObject({
    state: 'overdue',
    at: '2026-11-29T03:00:00.000Z',
  });
});

test('a run that is under way says so first', () => {
  const running = aNightsRun(29, { state: 'running', endedAt: null, jobs: [] });
  expect(standing([running, aNightsRun(28, { state: 'failed', why: 'No.' })]).state).toBe('running');
});

test('a run that takes so long that a later one is missed is running, with its own time and what it waits for', () => {
  const missed = aNightsRun(30, { state: 'missed', why: 'The run before it has not ended.' });
  const running = aNightsRun(29, { state: 'running', why: 'Waiting: another job uses government-1.' });
  expect(standing([missed, running], { unclaimed: Date.UTC(2026, 11, 1, 3) })).toEqual({
    state: 'running',
    at: '2026-11-29T03:00:00.000Z',
    detail: 'Waiting: another job uses government-1.',
  });
});

test('a paused schedule has no next run, and says who paused it; its last failure remains', () => {
  const paused = row(
    { runs: [aNightsRun(29, { state: 'failed', why: 'The disk is full.' })] },
    { pausedAt: '2026-11-29T08:00:00.000Z', pausedBy: 'ben' },
  );
  expect(paused).toMatchObject({
    next: null,
    paused: { at: '2026-11-29T08:00:00.000Z', by: 'ben' },
    standing: { state: 'failed' },
  });
});

test('the runs of a strip are the oldest first', () => {
  const { runs } = row({ runs: [aNightsRun(29), aNightsRun(28), aNightsRun(27)] });
  expect(runs.map(({ at }) => at.slice(8, 10))).toEqual(['27', '28', '29']);
});

test('a run takes from its claim to its end; a missed one takes nothing', () => {
  expect(runBar(aNightsRun(29)).seconds).toBe(40);
  expect(runBar(aNightsRun(29, { state: 'missed' })).seconds).toBeNull();
  expect(runBar(aNightsRun(29, { state: 'running', endedAt: null })).seconds).toBeNull();
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
