'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { jobAddress } from '@/lib/contract/job-page.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { carryForwardAsked } from '@/lib/kinds/carry-forward/review.ts';
import { requireDocumentsFor } from '@/lib/pages/carry-forward-query.ts';
import { planCarryForwardFor, planUndoCarryForwardFor } from '@/lib/pages/plan-carry-forward.ts';

const applying = {
  cluster: jobAddress.shape.cluster,
  fingerprint: z.string().min(1).max(200),
  once: z.string().min(8).max(200),
  /** On a protected cluster: the alias's name, typed. */
  typed: z.string().max(300).optional(),
  /** Why the second person's yes is not waited for. */
  breakGlass: z.string().max(1_000).optional(),
};

export const startCarryForward = defineAction(
  { name: 'carry changes forward', input: carryForwardAsked.extend(applying), needs: 'carry-forward' },
  async ({ cluster: _, fingerprint, once, typed, breakGlass, ...asked }, context) => {
    const { cluster, actor } = context;
    await requireDocumentsFor(asked.query, context);
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint,
      key: once,
      plan: () => planCarryForwardFor(cluster, asked),
      work: (plan) => ({ kind: 'carry-forward', plan }),
      confirmation: typed,
      breakGlass,
    });
    return { job: job.id };
  },
);

export const startUndoCarryForward = defineAction(
  {
    name: 'undo carrying changes forward',
    input: z.object({ ...applying, job: jobAddress.shape.id }),
    needs: 'carry-forward',
  },
  async ({ fingerprint, once, typed, breakGlass, job: of }, { cluster, actor }) => {
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint,
      key: once,
      plan: () => planUndoCarryForwardFor(cluster, { job: of }),
      work: (plan) => ({ kind: 'undo-carry-forward', plan }),
      follows: of,
      confirmation: typed,
      breakGlass,
    });
    return { job: job.id };
  },
);
