import type { ScheduleWarning } from '../../contract/schedule-warning.ts';
import type { Finding } from '../finding.ts';
import { withoutValues } from '../without-values.ts';

/** A warning of the overview. `notGood`: the ids of the jobs of its run that did not succeed, or only in part. */
export interface WarnedSchedule {
  warning: ScheduleWarning;
  notGood: readonly string[];
}

const JOBS_NAMED = 10;

/**
 * Schedules whose last run was not good, or is missing, until a good one follows. `told`: the jobs that incidents of their own tell, such
 * as failed drills: a run with no other problem is not told again. Pure.
 */
export const scheduleFindings = (
  schedules: readonly WarnedSchedule[],
  { now, told }: { told: ReadonlySet<string>; now: number },
): Finding[] =>
  schedules
    .filter(({ notGood }) => notGood.length === 0 || !notGood.every((job) => told.has(job)))
    .map(({ notGood, warning: { at, jobs, schedule, state, why } }) => ({
      subject: schedule,
      severity: 'warning',
      facts: {
        kind: 'schedule',
        state,
        due: at,
        why: why === null ? null : withoutValues(why),
        jobs: (notGood.length > 0 ? notGood : jobs).slice(0, JOBS_NAMED),
      },
      began: { at: new Date(Math.min(Date.parse(at), now)).toISOString(), after: null },
      holdMs: 0,
    }));
