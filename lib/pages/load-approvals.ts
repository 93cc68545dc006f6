import type { Identity } from '../access/roles.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { Approval, ApprovalsPage, ShownApproval } from '../contract/reviews.ts';
import { displayedPlan } from '../jobs/displayed-plans.ts';
import { originsOf } from '../jobs/document-origin.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { endedApprovals, openApprovals, requestOf } from '../jobs/store/approvals.ts';
import { knownSource } from './copy-source.ts';
import { otherClusterOf, reviewPathOf } from './plan-again.ts';

const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;
const MOST_ENDED = 20;

/**
 * The approvals of the cluster, requested under any of its keys: open, and over since a day. `reader`: the review of a backup
 * of a cluster on which they have no role is not linked. Throws AppError disk.
 */
export function loadApprovals(cluster: ConfiguredCluster, reader: Identity): ApprovalsPage {
  const now = Date.now();
  const { store } = runner();
  const keys = jobs.approvalKeys(cluster);
  const shown = (approval: Approval) => shownOn(cluster, approval, reader);
  return {
    takenAt: new Date(now).toISOString(),
    approvals: openApprovals(store, keys).map(shown),
    ended: endedApprovals(store, keys, new Date(now - DAY_MS), MOST_ENDED).map(shown),
    brokenGlass: jobs.breakGlassUses({ cluster: keys, since: new Date(now - MONTH_MS) }),
  };
}

/** Not every user with a role under this key may know the other keys, and their backups may be elsewhere. */
function shownOn(cluster: ConfiguredCluster, approval: Approval, reader: Identity): ShownApproval {
  const { key } = cluster;
  const request = approval.cluster === key ? requestOf(runner().store, approval.id) : null;
  const from = request && otherClusterOf(request);
  const isKnown = from === null || knownSource(reader, from) !== null;
  return {
    ...approval,
    cluster: key,
    path: request && isKnown ? reviewPathOf(request) : null,
    ...(from !== null && isKnown ? { from } : {}),
    origins: originKeys(cluster, approval, from).filter((origin) => knownSource(reader, origin) !== null),
  };
}

/** From the plan, while this process remembers it; else from what was asked. */
function originKeys(cluster: ConfiguredCluster, approval: Approval, from: string | null): string[] {
  const plan = displayedPlan(approval.fingerprint);
  if (plan !== null) return originsOf(runner().store, cluster, plan).map(({ key }) => key);
  return from !== null && approval.review?.originEnvironments !== undefined ? [from] : [];
}
