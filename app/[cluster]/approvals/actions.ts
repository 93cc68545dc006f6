'use server';
import { headers } from 'next/headers';
import { z } from 'zod';
import { APPROVE, approverFrom, saveApproverSession } from '@/lib/access/approver.ts';
import { refuseOutsider } from '@/lib/access/second-person.ts';
import { defineAction } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { AppError } from '@/lib/errors.ts';
import { approve, endApproval, requestApproval } from '@/lib/jobs/store/approvals.ts';
import { jobs, runner } from '@/lib/jobs/jobs.ts';
import { planReview, planSummary } from '@/lib/jobs/plan-changes.ts';
import { displayedPlan } from '@/lib/jobs/displayed-plans.ts';

const notNeeded = (name: string) =>
  new AppError('refused', `No approval is needed on ${name}.`, { hint: 'Continue without it.' });

/** Asks for the yes of a second person to exactly the plan that was shown. What they will read is made here, from the plan itself. */
export const askForApproval = defineAction(
  {
    name: 'ask for approval',
    input: z.object({ cluster: clusterKey, fingerprint: z.string().min(1).max(200) }),
    needs: 'switch',
  },
  ({ fingerprint }, { cluster, actor }) => {
    if (!cluster.approval) throw notNeeded(cluster.name);
    const plan = displayedPlan(fingerprint);
    if (!plan)
      throw new AppError('plan_changed', 'This plan is no longer known here.', {
        hint: 'Load the page again for a fresh plan, and ask for that one.',
      });
    const { id, expiresAt } = requestApproval(runner().store, {
      cluster: cluster.key,
      fingerprint,
      summary: planSummary(plan),
      review: planReview(plan),
      by: actor.name,
      forMs: cluster.approval.forMs,
    });
    return { id, expiresAt };
  },
);

export const approvePlan = defineAction(
  {
    name: 'approve',
    input: z.object({ cluster: clusterKey, approval: z.string().regex(/^[1-9]\d{0,14}$/) }),
    needs: APPROVE,
  },
  async ({ approval: id }, { cluster, actor, identity }) => {
    if (!cluster.approval) throw notNeeded(cluster.name);
    refuseOutsider(cluster, identity);
    const { store } = runner();
    const { forMs } = cluster.approval;
    const sent = await headers();
    const who = approverFrom(sent, identity, forMs);
    const given = approve(store, jobs.guardedKeys(cluster), id, actor.name, forMs, who);
    try {
      saveApproverSession(sent, given, actor.name);
    } catch (error) {
      store.transact(() => endApproval(store, given.id));
      throw error;
    }
    return { fingerprint: given.fingerprint, expiresAt: given.expiresAt };
  },
);
