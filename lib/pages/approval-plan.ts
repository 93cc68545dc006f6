import type { ConfiguredCluster } from '../config.ts';
import type { ApprovalPlan } from '../contract/reviews.ts';
import { AppError } from '../errors.ts';
import { changesSince } from '../jobs/guard.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { planReview } from '../jobs/plan-changes.ts';
import { findApproval, requestOf } from '../jobs/store/approvals.ts';
import { failureWithoutSource, planWithoutSource } from '../kinds/copied-source.ts';
import { isHiddenSource, type Viewer } from './job-for.ts';
import { otherClusterOf, planAgain } from './plan-again.ts';

/**
 * The plan of a request, made again from the cluster's present state, as `reader` may read it: of a copy from a cluster on which they
 * have no role, without what that cluster is. null: without it for everybody. Throws AppError not_found, disk.
 */
export async function loadApprovalPlan(cluster: ConfiguredCluster, id: string, reader: Viewer): Promise<ApprovalPlan> {
  const { store } = runner();
  const approval = findApproval(store, jobs.approvalKeys(cluster), id);
  if (approval === null) throw new AppError('not_found', 'There is no such request for approval.');
  const request = requestOf(store, id);
  const again = request && (await planAgain(request));
  if (request === null || again === null) return { state: 'unknown' };
  const isHidden = isHiddenSource(reader, otherClusterOf(request));
  // Its progress names the file.
  if (again.state === 'reading') return { state: 'reading' };
  if (again.state === 'failed')
    return isHidden ? { state: 'failed', failure: failureWithoutSource(again.failure) } : again;
  const plan = isHidden ? planWithoutSource(again.plan) : again.plan;
  const changes = changesSince(approval, plan);
  if (changes.length > 0) return { state: 'changed', changes, review: planReview(plan) };
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  return refusal
    ? { state: 'refused', reason: `${refusal.title}: ${refusal.detail}`, review: planReview(plan) }
    : { state: 'same' };
}

/** How long a click waits for a backup that is being read. */
const READING_MS = 10_000;

/** Each look waits a moment by itself while a backup is read (loadRestoreDraft). */
async function planOnceRead(cluster: ConfiguredCluster, id: string): Promise<ApprovalPlan> {
  const until = performance.now() + READING_MS;
  // What is wrong with it is saved in the audit log.
  let again = await loadApprovalPlan(cluster, id, null);
  while (again.state === 'reading' && performance.now() < until) again = await loadApprovalPlan(cluster, id, null);
  return again;
}

/**
 * A plan can be approved only while it is the one that would be applied now. Throws AppError plan_changed, refused, and
 * what making the plan again throws. Let through: a request that is over, which `approve` refuses, and one of an older
 * version, which can't be planned again: the plan is compared when it is applied.
 */
export async function requireCurrentPlan(cluster: ConfiguredCluster, id: string): Promise<void> {
  const approval = findApproval(runner().store, jobs.approvalKeys(cluster), id);
  // How it ended is the reason then, whatever has changed since.
  if (approval !== null && approval.over !== null) return;
  const again = await planOnceRead(cluster, id);
  switch (again.state) {
    case 'same':
    case 'unknown':
      return;
    case 'changed':
      throw new AppError('plan_changed', `The plan has changed since it was requested: ${again.changes.join(' ')}`, {
        hint: 'Nothing was approved. The new plan needs a new request.',
        details: { changes: again.changes },
      });
    case 'refused':
      throw new AppError('refused', `This plan can’t be applied now. ${again.reason}`, {
        hint: 'Nothing was approved.',
      });
    case 'reading':
      throw new AppError('refused', 'The backup of this plan is being read to its end.', {
        hint: 'Nothing was approved. Try again when the card says that the plan is up to date.',
      });
    case 'failed':
      throw new AppError('refused', `The plan can’t be made again now: ${again.failure.message}`, {
        hint: 'Nothing was approved. A plan is approved only as it would be applied.',
      });
    default:
      again satisfies never;
  }
}
