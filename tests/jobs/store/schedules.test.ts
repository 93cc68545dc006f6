import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isAppError } from '../../../lib/errors.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { savedOtherRetentions } from '../../../lib/jobs/scheduler/other-retentions.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { claimRun, endRun, lastDue, lastRunsOf, recordMissed, runsOf } from '../../../lib/jobs/store/schedule-runs.ts';
import {
  addSchedule,
  changeSchedule,
  hasUnreadableSchedule,
  pauseSchedule,
  removeSchedule,
  scheduleById,
  scheduleNamed,
  schedules,
} from '../../../lib/jobs/store/schedules.ts';
import { aSpec } from '../../support/a-schedule.ts';

let data: string;
let store: JobStore;
const owner = thisProcess('server');

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'schedules-'));
  store = JobStore.open(data);
});
afterEach(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

const by = (now: number) => ({ by: 'ann', now });
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
  return 'none';
};

test('names are unique on a cluster, whatever their case, until a schedule is removed', () => {
  const { id } = addSchedule(store, 'one', aSpec({ name: 'Nightly' }), by(1000));
  expect(codeOf(() => addSchedule(store, 'one', aSpec({ name: 'NIGHTLY' }), by(2000)))).toBe('invalid_input');
  addSchedule(store, 'two', aSpec({ name: 'nightly' }), by(2000));
  expect(scheduleNamed(store, 'one', 'nightlY')?.id).toBe(id);
  removeSchedule(store, id, by(3000));
  expect(scheduleNamed(store, 'one', 'Nightly')).toBeNull();
  expect(scheduleById(store, id)).toMatchObject({ removed: true, spec: { name: 'Nightly' } });
  addSchedule(store, 'one', aSpec({ name: 'NIGHTLY' }), by(4000));
  expect(schedules(store, 'one')).toHaveLength(1);
});

test('a change that somebody else has overtaken is refused', () => {
  const seen = addSchedule(store, 'one', aSpec(), by(1000));
  const changed = changeSchedule(
    store,
    { id: seen.id, seen: seen.changedAt, spec: aSpec({ cron: '0 4 * * *' }) },
    by(1000),
  );
  expect(changed.changedAt).not.toBe(seen.changedAt);
  expect(codeOf(() => changeSchedule(store, { id: seen.id, seen: seen.changedAt, spec: aSpec() }, by(2000)))).toBe(
    'plan_changed',
  );
});

test('only other times, and the end of a pause, begin to count anew', () => {
  const { id } = addSchedule(store, 'one', aSpec(), by(1000));
  expect(changeSchedule(store, { id, seen: null, spec: aSpec({ missed: 'record' }) }, by(2000)).since).toBe(1000);
  expect(changeSchedule(store, { id, seen: null, spec: aSpec({ timeZone: 'Europe/London' }) }, by(3000)).since).toBe(
    3000,
  );
  expect(pauseSchedule(store, id, true, by(4000))).toMatchObject({ since: 3000, pausedBy: 'ann' });
  expect(pauseSchedule(store, id, false, by(5000))).toMatchObject({ since: 5000, pausedAt: null });
});

test('an instant is claimed once, and a second run not while the first is open', () => {
  const schedule = addSchedule(store, 'one', aSpec(), by(1000));
  const claim = (dueAt: number) =>
    claimRun(store, { schedule: schedule.id, dueAt, trigger: 'time' }, schedule, owner).outcome;
  expect([claim(60_000), claim(60_000), claim(120_000)]).toEqual(['claimed', 'taken', 'overlaps']);
  expect(endRun(store, { schedule: schedule.id, dueAt: 60_000 }, { state: 'good', why: null })).toBe(true);
  expect(endRun(store, { schedule: schedule.id, dueAt: 60_000 }, { state: 'failed', why: null })).toBe(false);
  expect([claim(60_000), claim(120_000)]).toEqual(['taken', 'claimed']);
});

test('a schedule that was paused, changed or removed meanwhile is not claimed', () => {
  const schedule = addSchedule(store, 'one', aSpec(), by(1000));
  const claim = () =>
    claimRun(store, { schedule: schedule.id, dueAt: 60_000, trigger: 'time' }, schedule, owner).outcome;
  pauseSchedule(store, schedule.id, true, by(2000));
  expect(claim()).toBe('inactive');
  pauseSchedule(store, schedule.id, false, by(3000));
  expect(claim()).toBe('inactive');
  removeSchedule(store, schedule.id, by(4000));
  expect(claim()).toBe('inactive');
});

test('a run in the future, of a clock that was ahead, holds up nothing', () => {
  const { id } = addSchedule(store, 'one', aSpec(), by(1000));
  recordMissed(store, { schedule: id, dueAt: 60_000 }, 'It did not run.');
  recordMissed(store, { schedule: id, dueAt: 9e12 }, 'It did not run.');
  expect(lastDue(store, id, Date.now())).toBe(60_000);
  expect(recordMissed(store, { schedule: id, dueAt: 60_000 }, 'Again.')).toBe(false);
  expect(runsOf(store, id)).toHaveLength(1);
  expect(lastRunsOf(store, id)).toMatchObject({ last: { dueAt: 60_000 }, lastGood: null, open: null });
});

test('what a clock that was ahead has recorded as missed still runs at its time', () => {
  const schedule = addSchedule(store, 'one', aSpec(), by(1000));
  const now = Date.now();
  vi.useFakeTimers({ now: now + 864_000_000, toFake: ['Date'] });
  try {
    recordMissed(store, { schedule: schedule.id, dueAt: now + 60_000 }, 'It did not run.');
    vi.setSystemTime(now + 70_000);
    expect(lastDue(store, schedule.id, now + 70_000)).toBeNull();
    const claim = { schedule: schedule.id, dueAt: now + 60_000, trigger: 'time' as const };
    expect(claimRun(store, claim, schedule, owner).outcome).toBe('claimed');
    expect(claimRun(store, claim, schedule, owner).outcome).toBe('taken');
  } finally {
    vi.useRealTimers();
  }
});

test('old runs are forgotten, and their instants are not due again', () => {
  const schedule = addSchedule(store, 'one', aSpec(), by(1000));
  for (let n = 1; n <= 520; n++) recordMissed(store, { schedule: schedule.id, dueAt: n * 60_000 }, 'It did not run.');
  claimRun(store, { schedule: schedule.id, dueAt: 521 * 60_000, trigger: 'time' }, schedule, owner);
  endRun(store, { schedule: schedule.id, dueAt: 521 * 60_000 }, { state: 'good', why: null });
  expect(runsOf(store, schedule.id, 1000)).toHaveLength(500);
  expect(scheduleById(store, schedule.id)!.since).toBe(21 * 60_000);
});

test('a schedule that this version can’t read holds up no other', () => {
  const { id } = addSchedule(store, 'one', aSpec({ name: 'Newer' }), by(1000));
  addSchedule(store, 'one', aSpec({ name: 'Known' }), by(1000));
  store[SQL].prepare(`UPDATE schedules SET spec = '{"kind":"tomorrow"}' WHERE id = ?`).run(id);
  expect(schedules(store).map(({ spec }) => spec.name)).toEqual(['Known']);
  expect(hasUnreadableSchedule(store, 'one')).toBe(true);
  expect(hasUnreadableSchedule(store, 'two')).toBe(false);
  const own = { kind: 'backup' as const, name: null, to: null };
  expect(savedOtherRetentions(store, 'one', own, '/backups')).toBeNull();
  expect(savedOtherRetentions(store, 'two', own, '/backups')).toEqual([]);
});

test('what a person starts does not count as an instant of the schedule', () => {
  const schedule = addSchedule(store, 'one', aSpec(), by(1000));
  claimRun(store, { schedule: schedule.id, dueAt: 61_234, trigger: 'person' }, null, owner);
  expect(lastDue(store, schedule.id, 100_000)).toBeNull();
});
