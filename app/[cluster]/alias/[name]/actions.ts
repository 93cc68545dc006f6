'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { documentsOfMove } from '@/lib/contract/documents-of-move.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { requireAcceptedLoss } from '@/lib/jobs/accepted-loss.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { planChangeAlias } from '@/lib/kinds/change-alias/plan.ts';
import { changeAliasAsked } from '@/lib/kinds/change-alias/review.ts';
import { placeOf, planRun } from '@/lib/pages/place.ts';

const changing = changeAliasAsked.extend({
  cluster: clusterKey,
  fingerprint: z.string().min(1).max(200),
  once: z.string().min(8).max(200),
  /** On a protected cluster: the alias's name, typed. */
  typed: z.string().max(300).optional(),
  /** Why the second person's yes is not waited for. */
  breakGlass: z.string().max(1_000).optional(),
  /** The documents before and after, as displayed beside the tick that accepts their loss. */
  acceptedLoss: documentsOfMove.optional(),
});

export const changeAlias = defineAction(
  { name: 'change alias', input: changing, needs: 'switch' },
  async (input, { cluster, actor }) => {
    const { alias, change, index, keepWrites } = input;
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint: input.fingerprint,
      key: input.once,
      plan: () =>
        planChangeAlias(placeOf(cluster), { change, alias, index, keepWrites: keepWrites !== undefined }, planRun()),
      work: (plan) => {
        if (change === 'remove') requireAcceptedLoss(alias, plan.shown, input.acceptedLoss, 'the removal');
        return { kind: 'change-alias', plan };
      },
      confirmation: input.typed,
      breakGlass: input.breakGlass,
    });
    return { job: job.id };
  },
);
