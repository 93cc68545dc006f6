import type { ConfiguredCluster } from '../config.ts';
import { jobs } from '../jobs/jobs.ts';
import type { DueBackups, ExpectedAt } from '../known-backups/backups-of-alias.ts';
import { expectedRunsOf } from '../present/expected-runs.ts';

/** By what the backups of a cluster count as too old now: its schedules, else its limit. */
export function dueBackups(cluster: ConfiguredCluster): DueBackups {
  const now = Date.now();
  return { expectedAt: expectedAt(cluster, now), overdueAfterMs: cluster.overdueAfterMs, now };
}

/** Without the jobs' database it is unknown which aliases are covered. */
function expectedAt({ backupSource, key }: ConfiguredCluster, now: number): ExpectedAt | null {
  try {
    return expectedRunsOf(jobs.schedulesWithRuns(key), backupSource, now);
  } catch {
    return null;
  }
}
