import type { ScheduleWithRuns } from '../jobs/schedules-with-runs.ts';
import { overdueSince } from '../scheduling/overdue.ts';
import { MOST_SCHEDULES } from './limits.ts';
import { gauge, type Sheet } from './sheet.ts';

const ofSchedule = ['cluster', 'schedule'] as const;

export const SCHEDULES = {
  active: gauge('restore_desk_schedule_active', 'Whether the schedule runs by itself: 0 if it is paused.', [
    ...ofSchedule,
    'kind',
  ]),
  running: gauge('restore_desk_schedule_running', 'Whether a run of it has not ended.', ofSchedule),
  lastRun: gauge(
    'restore_desk_schedule_last_run_timestamp_seconds',
    'When its last run was due, also a missed one.',
    ofSchedule,
  ),
  lastRunGood: gauge(
    'restore_desk_schedule_last_run_good',
    'Whether its last run was good: 0 if it failed, left something out or was missed.',
    ofSchedule,
  ),
  lastGoodRun: gauge(
    'restore_desk_schedule_last_good_run_timestamp_seconds',
    'When its last good run was due.',
    ofSchedule,
  ),
  nextRun: gauge(
    'restore_desk_schedule_next_run_timestamp_seconds',
    'When it is due next; not of a paused one.',
    ofSchedule,
  ),
  overdue: gauge(
    'restore_desk_schedule_overdue',
    'Whether it should have run, and neither did then nor later.',
    ofSchedule,
  ),
};

/** `nextRun`: milliseconds; null: it has no next time. */
export function addSchedules(
  sheet: Sheet,
  schedules: readonly ScheduleWithRuns[],
  nextRun: (schedule: ScheduleWithRuns['schedule']) => number | null,
  now: number,
): void {
  for (const known of schedules.slice(0, MOST_SCHEDULES)) addSchedule(sheet, known, nextRun(known.schedule), now);
}

function addSchedule(
  sheet: Sheet,
  { last, lastGood, open, recent, schedule }: ScheduleWithRuns,
  next: number | null,
  now: number,
): void {
  const { cluster, pausedAt, spec } = schedule;
  const of = { cluster, schedule: spec.name };
  const runs = [...recent, ...[last, open].filter((run) => run !== null)];
  sheet.set(SCHEDULES.active, { ...of, kind: spec.kind }, Number(pausedAt === null));
  sheet.set(SCHEDULES.running, of, Number(open !== null));
  sheet.set(SCHEDULES.lastRun, of, last && last.dueAt / 1000);
  sheet.set(SCHEDULES.lastRunGood, of, last && Number(last.state === 'good'));
  sheet.set(SCHEDULES.lastGoodRun, of, lastGood && lastGood.dueAt / 1000);
  sheet.set(SCHEDULES.nextRun, of, pausedAt === null && next !== null ? next / 1000 : null);
  sheet.set(SCHEDULES.overdue, of, Number(overdueSince(schedule, runs, now) !== null));
}
