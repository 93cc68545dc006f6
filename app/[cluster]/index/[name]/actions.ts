'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { documentsOfMove } from '@/lib/contract/documents-of-move.ts';
import { clusterKey, indexName } from '@/lib/contract/names.ts';
import { AppError } from '@/lib/errors.ts';
import { isTyped, textToType } from '@/lib/index-to-type.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { requireAcceptedClosing } from '@/lib/jobs/accepted-closing.ts';
import { indexAction } from '@/lib/kinds/change-index-state/schema.ts';
import { planIndexDeletion, planIndexState } from '@/lib/pages/plan-index-change.ts';

const displayed = { fingerprint: z.string().min(1).max(200), once: z.string().min(8).max(200) };

const changing = z.object({
  cluster: clusterKey,
  index: indexName,
  action: indexAction,
  ...displayed,
  /** On a protected cluster: the alias's name, typed. */
  typed: z.string().max(300).optional(),
  /** Why the second person's yes is not waited for. */
  breakGlass: z.string().max(1_000).optional(),
  /** The documents that its alias no longer shows, as displayed beside the tick that accepts it. */
  acceptedLoss: documentsOfMove.optional(),
});

export const changeIndexState = defineAction(
  { name: 'open index', nameOf: ({ action }) => `${action} index`, input: changing, needs: 'open-close' },
  async ({ index, action, ...input }, { cluster, actor }) => {
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint: input.fingerprint,
      key: input.once,
      plan: () => planIndexState(cluster, { index, action }),
      work: (plan) => {
        requireAcceptedClosing(plan, input.acceptedLoss);
        return { kind: 'change-index-state', plan };
      },
      confirmation: input.typed,
      breakGlass: input.breakGlass,
    });
    return { job: job.id };
  },
);

const deleting = z.object({
  cluster: clusterKey,
  index: indexName,
  ...displayed,
  /** The name of the index, or its alias and four characters. */
  typed: z.string().max(300),
});

export const deleteIndex = defineAction(
  { name: 'delete index', input: deleting, needs: 'clean-up' },
  async ({ index, fingerprint, once, typed }, { cluster, actor }) => {
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint,
      key: once,
      plan: async () => (await planIndexDeletion(cluster, index)).plan,
      work: (plan) => {
        if (!isTyped(typed, plan.typeToConfirm))
          throw new AppError('invalid_input', 'The typed name does not match.', {
            hint: 'Nothing was deleted.',
            details: { fields: { typed: `Type ${textToType(plan.typeToConfirm)}.` } },
          });
        return { kind: 'delete-index', plan };
      },
    });
    return { job: job.id };
  },
);
