import type { Schedule } from '../contract/schedule.ts';
import type { JobStore } from './store/job-store.ts';
import { lastDue, lastRunsOf, type LastRuns } from './store/schedule-runs.ts';
import { schedules } from './store/schedules.ts';

/** A schedule and what became of its last runs. */
export interface ScheduleWithRuns extends LastRuns {
  schedule: Schedule;
  /** The newest instant up to now for which there is a run that no person started; null: none. Milliseconds. */
  lastDue: number | null;
}

/** Those of a cluster, by name. `now`: milliseconds. Throws AppError disk. */
export const schedulesWithRuns = (store: JobStore, cluster: string, now: number): ScheduleWithRuns[] =>
  schedules(store, cluster).map((schedule) => ({
    schedule,
    lastDue: lastDue(store, schedule.id, now),
    ...lastRunsOf(store, schedule.id),
  }));
