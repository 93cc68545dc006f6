'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { rulesTextSchema } from '@/lib/kinds/clean-up/rules-schema.ts';
import { aliasName, clusterKey, indexName } from '@/lib/contract/names.ts';
import { documentsOfMove } from '@/lib/contract/documents-of-move.ts';
import { indexToType } from '@/lib/kinds/clean-up/review.ts';
import { isTyped, textToType } from '@/lib/index-to-type.ts';
import { AppError } from '@/lib/errors.ts';
import { requireAcceptedLoss } from '@/lib/jobs/accepted-loss.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { planSwitch } from '@/lib/kinds/switch/plan.ts';
import { placeOf, planRun } from '@/lib/pages/place.ts';
import { planCleanUpOf } from '@/lib/pages/load-clean-up.ts';

const fingerprint = z.string().min(1).max(200);
const once = z.string().min(8).max(200);

const switching = z.object({
  cluster: clusterKey,
  index: indexName,
  alias: aliasName,
  fingerprint,
  once,
  /** On a protected cluster: the alias's name, typed. */
  typed: z.string().max(300).optional(),
  /** Why the second person's yes is not waited for. */
  breakGlass: z.string().max(1_000).optional(),
  /** The documents before and after, as displayed beside the tick that accepts their loss. */
  acceptedLoss: documentsOfMove.optional(),
});

export const switchAlias = defineAction(
  { name: 'switch alias', input: switching, needs: 'switch' },
  async (input, { cluster, actor }) => {
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint: input.fingerprint,
      key: input.once,
      plan: () => planSwitch(placeOf(cluster), { index: input.index, alias: input.alias }, planRun()),
      work: (plan) => {
        requireAcceptedLoss(plan.alias, plan.shown, input.acceptedLoss);
        return { kind: 'switch', plan };
      },
      confirmation: input.typed,
      breakGlass: input.breakGlass,
    });
    return { job: job.id };
  },
);

const cleaning = z.object({
  cluster: clusterKey,
  rules: rulesTextSchema,
  fingerprint,
  once,
  /** The name of the index that the page asks for, or its alias and four characters. */
  typed: z.string().max(300),
});

export const cleanUp = defineAction(
  { name: 'clean up', input: cleaning, needs: 'clean-up' },
  async (input, { cluster, actor }) => {
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint: input.fingerprint,
      key: input.once,
      plan: async () => {
        const plan = await planCleanUpOf(cluster, input.rules);
        if (plan.indices === 0)
          throw new AppError('refused', 'These rules no longer select any index to delete.', {
            hint: 'Nothing was deleted.',
          });
        return plan;
      },
      work: (plan) => {
        const asked = indexToType(plan);
        if (asked === null || !isTyped(input.typed, asked))
          throw new AppError('invalid_input', 'The typed name does not match.', {
            hint: 'Nothing was deleted.',
            details: {
              fields: { typed: asked === null ? 'Type the name of the index.' : `Type ${textToType(asked)}.` },
            },
          });
        return { kind: 'clean-up', plan };
      },
    });
    return { job: job.id };
  },
);
