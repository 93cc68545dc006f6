import type { Schedule, ScheduleRun } from '../contract/schedule.ts';
import type { JobStore } from './store/job-store.ts';
import { lastRunsOf, runsOf, type LastRuns } from './store/schedule-runs.ts';
import { schedules } from './store/schedules.ts';

/** A schedule and what became of its last runs. */
export interface ScheduleWithRuns extends LastRuns {
  schedule: Schedule;
  /** Its newest runs, newest first. */
  recent: ScheduleRun[];
}

/** More than there can be between a run and the time at which its backups are expected. */
const RECENT = 8;

/** Those of a cluster, by name. Throws AppError disk. */
export const schedulesWithRuns = (store: JobStore, cluster: string): ScheduleWithRuns[] =>
  schedules(store, cluster).map((schedule) => ({
    schedule,
    ...lastRunsOf(store, schedule.id),
    recent: runsOf(store, schedule.id, RECENT),
  }));
