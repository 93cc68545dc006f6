import type { ConfiguredCluster } from '../config.ts';
import type { Overview } from '../contract/overview.ts';
import { toFailure } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { scheduleWarningsOf } from '../present/schedule-warnings.ts';

/** What became of the schedules' last runs, where it was not good. Never throws. */
export function scheduleWarnings(cluster: ConfiguredCluster): Overview['scheduleWarnings'] {
  const now = Date.now();
  try {
    const value = scheduleWarningsOf(jobs.schedulesWithRuns(cluster.key), now);
    return { value, takenAt: new Date(now).toISOString(), failure: null };
  } catch (error) {
    return { value: null, takenAt: null, failure: toFailure(error) };
  }
}
