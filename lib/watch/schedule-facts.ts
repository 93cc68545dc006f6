import type { ConfiguredCluster } from '../config.ts';
import type { ScheduleWarning } from '../contract/schedule-warning.ts';
import type { WarnedSchedule } from '../incidents/rules/schedules.ts';
import { jobs } from '../jobs/jobs.ts';
import { scheduleWarningsOf } from '../present/schedule-warnings.ts';

const MOST_JOBS = 500;

/** The warnings of the overview about a cluster’s schedules, with the jobs that are the reason. Throws AppError disk. */
export function warnedSchedules({ key }: ConfiguredCluster): WarnedSchedule[] {
  const schedules = jobs.schedulesWithRuns(key);
  const ids = new Map(schedules.map(({ schedule: { id, spec } }) => [spec.name, id]));
  return scheduleWarningsOf(schedules, Date.now()).map((warning) => ({
    warning,
    notGood: notGoodOf(ids.get(warning.schedule), warning),
  }));
}

function notGoodOf(schedule: number | undefined, { at, jobs: ofRun }: ScheduleWarning): string[] {
  if (schedule === undefined || ofRun.length === 0) return [];
  return jobs
    .summaries({ schedule, due: Date.parse(at), limit: MOST_JOBS })
    .filter(({ partial, status }) => (status === 'succeeded' ? partial : status !== 'queued' && status !== 'running'))
    .map(({ id }) => id)
    .reverse();
}
