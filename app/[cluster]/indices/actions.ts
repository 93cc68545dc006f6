'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { clusterConnection } from '@/lib/config.ts';
import { cleanUpWish } from '@/lib/contract/clean-up-wish.ts';
import { aliasName, clusterKey, indexName } from '@/lib/contract/names.ts';
import type { CleanUpPlan } from '@/lib/contract/plans.ts';
import { nameToType } from '@/lib/contract/reviews.ts';
import { AppError } from '@/lib/errors.ts';
import { formatList, plural } from '@/lib/format.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { planSwitch } from '@/lib/operations/switch-alias.ts';
import { planOfCleanUp } from '@/lib/views/plan-of-clean-up.ts';

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
});

export const switchAlias = defineAction(
  { name: 'switch alias', input: switching, needs: 'switch' },
  async (input, { cluster, actor }) => {
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint: input.fingerprint,
      key: input.once,
      plan: () => planSwitch(clusterConnection(cluster.key), { index: input.index, alias: input.alias }),
      work: (plan) => ({ kind: 'switch', plan }),
      title: (plan) => `Switch ${plan.alias} to ${plan.target.index}`,
      confirmation: input.typed,
      breakGlass: input.breakGlass,
    });
    return { job: job.id };
  },
);

const cleaning = z.object({
  cluster: clusterKey,
  rules: cleanUpWish,
  fingerprint,
  once,
  /** The name of an index that goes. */
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
        const plan = await planOfCleanUp(cluster, input.rules);
        if (plan.indices === 0)
          throw new AppError('refused', 'No index goes by these rules any more.', { hint: 'Nothing was deleted.' });
        return plan;
      },
      work: (plan) => {
        const name = nameToType(plan);
        if (input.typed.trim() !== name)
          throw new AppError('invalid_input', 'The name that was typed is not the name that was asked for.', {
            hint: 'Nothing was deleted.',
            details: { fields: { typed: `Type ${name ?? 'the name of the index'}.` } },
          });
        return { kind: 'clean-up', plan };
      },
      title: cleanUpTitle,
    });
    return { job: job.id };
  },
);

function cleanUpTitle({ indices, groups }: CleanUpPlan): string {
  const aliases = groups.filter(({ entries }) => entries.some((entry) => entry.goes)).map(({ alias }) => alias);
  return `Delete ${plural(indices, 'index', 'indices')} of ${formatList(aliases)}`;
}
