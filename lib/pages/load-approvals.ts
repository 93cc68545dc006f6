import type { Identity } from '../access/roles.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { Approval, ApprovalsPage, ShownApproval } from '../contract/reviews.ts';
import { displayedPlan } from '../jobs/displayed-plans.ts';
import { originsOf, possibleOriginsOf, WHY_POSSIBLE } from '../jobs/document-origin.ts';
import { formatList } from '../format.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { originSentence } from '../jobs/origin-sentence.ts';
import { endedApprovals, openApprovals, requestOf } from '../jobs/store/approvals.ts';
import { checksWithoutSource } from '../kinds/copied-source.ts';
import { isHiddenSource } from './job-for.ts';
import { otherClusterOf, reviewPathOf } from './plan-again.ts';

const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;
const MOST_ENDED = 20;

/**
 * The approvals of the cluster, requested under any of its keys: open, and over since a day. `reader`: of a copy from a cluster on which
 * they have no role, the review is not linked, and does not name that cluster. Throws AppError disk.
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
  const request = requestOf(runner().store, approval.id);
  const from = request && otherClusterOf(request);
  const isHidden = isHiddenSource(reader, from);
  const isLinked = approval.cluster === cluster.key && !isHidden;
  const { review } = approval;
  return {
    ...approval,
    review: review && isHidden ? checksWithoutSource(review) : review,
    cluster: cluster.key,
    path: request && isLinked ? reviewPathOf(request) : null,
    ...(from !== null && isLinked ? { from } : {}),
    origins: originKeys(cluster, approval, from).filter((origin) => !isHiddenSource(reader, origin)),
    mayCome: mayComeOf(cluster, approval, reader),
  };
}

/** From the plan, while this process remembers it; else from what was asked. */
function originKeys(cluster: ConfiguredCluster, approval: Approval, from: string | null): string[] {
  const plan = displayedPlan(approval.fingerprint);
  if (plan !== null) return originsOf(runner().store, cluster, plan).map(({ key }) => key);
  return from !== null && approval.review?.originEnvironments !== undefined ? [from] : [];
}

/** By name where the reader has a role on all of them, while this process remembers the plan. */
function mayComeOf(cluster: ConfiguredCluster, { fingerprint, review }: Approval, reader: Identity): string | null {
  const environments = review?.possibleOriginEnvironments;
  if (environments === undefined) return null;
  const plan = displayedPlan(fingerprint);
  const possible = plan === null ? [] : possibleOriginsOf(runner().store, cluster, plan);
  const areKnown = possible.length > 0 && possible.every(({ key }) => !isHiddenSource(reader, key));
  const sentence = areKnown
    ? originSentence(possible, 'may come')
    : `The documents may come from another cluster (${formatList(environments)}).`;
  return `${sentence} ${WHY_POSSIBLE}`;
}
