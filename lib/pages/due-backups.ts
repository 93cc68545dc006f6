import type { ConfiguredCluster } from '../config.ts';
import { jobs } from '../jobs/jobs.ts';
import type { DueBackups, ExpectedAt } from '../known-backups/backups-of-alias.ts';
import { expectedRunsOf } from '../present/expected-runs.ts';

/** By what the backups of a cluster count as too old now: its schedules, else its limit. */
export function dueBackups(cluster: ConfiguredCluster): DueBackups {
  const now = Date.now();
  return { expectedAt: expectedAt(cluster, now), overdueAfterMs: cluster.overdueAfterMs, now };
}

/** Without the jobs' database no alias is known to be covered. */
function expectedAt({ key }: ConfiguredCluster, now: number): ExpectedAt {
  try {
    return expectedRunsOf(jobs.schedulesWithRuns(key, now), now);
  } catch {
    return () => null;
  }
}
