import type { ApprovalsPage } from '../contract/api.ts';
import { openApprovals } from '../jobs/store/approvals.ts';
import { desk, runner } from '../jobs/desk.ts';

const A_MONTH_MS = 30 * 86_400_000;

/** Throws AppError disk. */
export function loadApprovals(cluster: string): ApprovalsPage {
  const now = Date.now();
  return {
    takenAt: new Date(now).toISOString(),
    approvals: openApprovals(runner().store, cluster),
    brokenGlass: desk.brokenGlass({ cluster, since: new Date(now - A_MONTH_MS) }),
  };
}
