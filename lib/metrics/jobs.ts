import type { DatabaseMetrics, JobTotals } from '../jobs/store/metrics.ts';
import { counter, gauge, histogram, type Sheet } from './sheet.ts';

const ofKind = ['cluster', 'kind'] as const;

export const JOBS = {
  running: gauge('restore_desk_jobs_running', 'Jobs that are running.', ofKind),
  queued: gauge('restore_desk_jobs_queued', 'Jobs that wait for their turn.', ofKind),
  oldestQueued: gauge(
    'restore_desk_jobs_oldest_queued_timestamp_seconds',
    'When the oldest job that waits for its turn was made; left out where none waits.',
    ofKind,
  ),
  ended: counter('restore_desk_jobs_total', 'Jobs that have ended.', [...ofKind, 'status']),
  duration: histogram('restore_desk_job_duration_seconds', 'How long jobs took, from their start to their end.', [
    ...ofKind,
    'status',
  ]),
};

/** As jobs end. `partial`: it succeeded, and something was left out or rejected. */
const STATUSES = ['succeeded', 'partial', 'failed', 'cancelled', 'interrupted'];

/** What exists without a job: a counter that begins with 1 would not be seen to increase. */
interface Configured {
  clusters: readonly string[];
  kinds: readonly string[];
}

export function addJobs(sheet: Sheet, { alive, totals }: DatabaseMetrics, { clusters, kinds }: Configured): void {
  const counts = new Map(totals.map((each) => [keyOf(each), each.ended]));
  for (const cluster of clusters)
    for (const kind of kinds) {
      for (const status of STATUSES)
        sheet.set(JOBS.ended, { cluster, kind, status }, counts.get(keyOf({ cluster, kind, status })) ?? 0);
      for (const status of ['running', 'queued'] as const) {
        const found = alive.find((each) => each.cluster === cluster && each.kind === kind && each.status === status);
        sheet.set(JOBS[status], { cluster, kind }, found?.jobs ?? 0);
        if (found && status === 'queued')
          sheet.set(JOBS.oldestQueued, { cluster, kind }, Date.parse(found.oldest) / 1000);
      }
    }
  for (const each of totals)
    if (clusters.includes(each.cluster) && kinds.includes(each.kind)) addDurations(sheet, each);
}

function addDurations(sheet: Sheet, { began, cluster, durations, kind, seconds, status }: JobTotals): void {
  if (began === 0) return;
  sheet.observe(
    JOBS.duration,
    { cluster, kind, status },
    {
      buckets: durations.map(({ jobs, within }) => ({ within, observations: jobs })),
      observations: began,
      sum: seconds,
    },
  );
}

const keyOf = ({ cluster, kind, status }: Pick<JobTotals, 'cluster' | 'kind' | 'status'>): string =>
  JSON.stringify([cluster, kind, status]);
