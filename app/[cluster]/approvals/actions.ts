'use server';
import { headers } from 'next/headers';
import { z } from 'zod';
import { approverFrom, saveApproverSession } from '@/lib/access/approver.ts';
import { APPROVE, APPROVES, ASKS, DECLINES, requireMayApprove, WITHDRAWS } from '@/lib/access/second-person.ts';
import { defineAction } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { approvalId } from '@/lib/contract/reviews.ts';
import { AppError } from '@/lib/errors.ts';
import { displayedPlan, displayedRequest } from '@/lib/jobs/displayed-plans.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { jobs, runner } from '@/lib/jobs/jobs.ts';
import { reviewedOrigins } from '@/lib/jobs/origin-review.ts';
import { planReview, planSummary } from '@/lib/jobs/plan-changes.ts';
import { approve, requestApproval } from '@/lib/jobs/store/approvals.ts';
import { declineApproval, endApproval, withdrawRequest } from '@/lib/jobs/store/end-approvals.ts';
import { requireTypedCluster } from '@/lib/jobs/typed-cluster.ts';
import { objectsOfPlan } from '@/lib/kinds/objects.ts';
import { requireCurrentPlan } from '@/lib/pages/approval-plan.ts';

const notNeeded = (name: string) =>
  new AppError('refused', `No approval is needed on ${name}.`, { hint: 'Continue without it.' });

/** Requests a second person's approval of exactly the plan that was shown. What they read is made here, from the plan itself. */
export const askForApproval = defineAction(
  {
    name: 'ask for approval',
    input: z.object({
      cluster: clusterKey,
      fingerprint: z.string().min(1).max(200),
      /** The name of this cluster, where documents of another one would be written to it. */
      typedCluster: z.string().max(300).optional(),
    }),
    needs: 'switch',
    verb: ASKS,
  },
  ({ fingerprint, typedCluster }, { cluster, actor }) => {
    if (!cluster.approval) throw notNeeded(cluster.name);
    const plan = displayedPlan(fingerprint);
    if (!plan)
      throw new AppError('plan_changed', 'This plan is no longer known here.', {
        hint: 'Load the page again for a new plan, and ask for that one.',
      });
    const { store } = runner();
    requireTypedCluster(guardOf(store, cluster, plan, actor), typedCluster);
    const { id, expiresAt } = requestApproval(store, {
      cluster: cluster.key,
      fingerprint,
      summary: planSummary(plan),
      review: { ...planReview(plan), ...reviewedOrigins(store, cluster, plan) },
      by: actor.name,
      forMs: cluster.approval.forMs,
      objects: objectsOfPlan(plan),
      request: displayedRequest(fingerprint),
    });
    return { id, approval: id, expiresAt };
  },
);

const one = z.object({ cluster: clusterKey, approval: approvalId });

export const approvePlan = defineAction(
  { name: 'approve', input: one, needs: APPROVE, verb: APPROVES },
  async ({ approval: id }, { cluster, actor, identity }) => {
    if (!cluster.approval) throw notNeeded(cluster.name);
    requireMayApprove(cluster, identity);
    await requireCurrentPlan(cluster, id);
    const { store } = runner();
    const { forMs } = cluster.approval;
    const sent = await headers();
    const who = approverFrom(sent, identity, forMs);
    const given = approve(store, jobs.approvalKeys(cluster), id, actor.name, forMs, who);
    try {
      saveApproverSession(sent, given, actor.name);
    } catch (error) {
      const reason = 'What is needed to check the approver again could not be saved.';
      store.transact(() => endApproval(store, given.id, { as: 'removed', by: null, reason }));
      throw error;
    }
    return { fingerprint: given.fingerprint, expiresAt: given.expiresAt };
  },
);

const declining = one.extend({
  reason: z.string().trim().min(1, 'Say why, in a few words.').max(500, 'At most 500 characters.'),
});

export const declinePlan = defineAction(
  { name: 'decline', input: declining, needs: APPROVE, verb: DECLINES },
  ({ approval, reason }, { cluster, actor, identity }) => {
    requireMayApprove(cluster, identity);
    declineApproval(runner().store, jobs.approvalKeys(cluster), approval, actor.name, reason);
    return { approval };
  },
);

/** The requester's own: it needs the permission to ask, not the one to approve. */
export const withdrawApprovalRequest = defineAction(
  { name: 'withdraw request', input: one, needs: 'switch', verb: WITHDRAWS },
  ({ approval }, { cluster, actor }) => {
    withdrawRequest(runner().store, jobs.approvalKeys(cluster), approval, actor.name);
    return { approval };
  },
);
