import type { ConfiguredCluster } from '../config.ts';
import type { ApprovalsPage } from '../contract/reviews.ts';
import { openApprovals } from '../jobs/store/approvals.ts';
import { jobs, runner } from '../jobs/jobs.ts';

const A_MONTH_MS = 30 * 86_400_000;

/** The open approvals of the cluster, requested under any of its keys. Throws AppError disk. */
export function loadApprovals(cluster: ConfiguredCluster): ApprovalsPage {
  const now = Date.now();
  const keys = jobs.approvalKeys(cluster);
  return {
    takenAt: new Date(now).toISOString(),
    // Not every user with a role under this key may know the other keys.
    approvals: openApprovals(runner().store, keys).map((approval) => ({ ...approval, cluster: cluster.key })),
    brokenGlass: jobs.breakGlassUses({ cluster: keys, since: new Date(now - A_MONTH_MS) }),
  };
}
