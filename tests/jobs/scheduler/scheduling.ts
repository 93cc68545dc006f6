import type { Schedule, ScheduleSpec } from '../../../lib/contract/schedule.ts';
import { folderSource } from '../../../lib/contract/backup-ref.ts';
import type { Place } from '../../../lib/backups/sources.ts';
import { JobRunner, type RunnerOptions } from '../../../lib/jobs/runner.ts';
import type { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { addSchedule } from '../../../lib/jobs/store/schedules.ts';
import { runs } from '../../../lib/kinds/runs.ts';
import { aSpec } from '../../support/a-schedule.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A backup of every alias, every minute unless changed, that was made so many milliseconds ago. */
export const madeAgo = (store: JobStore, agoMs: number, change: Partial<ScheduleSpec> = {}): Schedule =>
  addSchedule(store, 'production', aSpec({ cron: '* * * * *', ...change }), { by: 'ann', now: Date.now() - agoMs });

/** The minute, hour and day of a moment as a cron expression: it is due then, and not again for a year. */
export function cronOf(moment: number): string {
  const at = new Date(moment);
  return `${at.getUTCMinutes()} ${at.getUTCHours()} ${at.getUTCDate()} ${at.getUTCMonth() + 1} *`;
}

/** The runner of a server that runs the schedules of the cluster `production`. */
export function scheduledRunner(
  data: string,
  {
    directory = '/nowhere',
    place,
    readOnly = false,
    ...options
  }: { directory?: string; place: () => Place; readOnly?: boolean } & Partial<RunnerOptions>,
): JobRunner {
  return new JobRunner({
    dataDirectory: data,
    parallelJobs: 2,
    runs,
    place,
    scheduledClusters: {
      isReadOnly: () => readOnly,
      clusterOf: (key) =>
        key === 'production'
          ? { name: 'Production', readOnly, backupSource: folderSource(directory), drillCluster: null }
          : null,
    },
    ...options,
  });
}
