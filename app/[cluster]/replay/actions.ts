'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { replayAsked } from '@/lib/kinds/replay/review.ts';
import { planRun } from '@/lib/pages/place.ts';
import { planReplayFor } from '@/lib/pages/plan-replay.ts';

/** Where it ends must be chosen: to the end could repeat the incident. */
const input = replayAsked.required({ to: true }).extend({
  cluster: clusterKey,
  fingerprint: z.string().min(1).max(200),
  once: z.string().min(8).max(200),
  /** On a protected cluster: the alias's name, typed. */
  typed: z.string().max(300).optional(),
  /** Why the second person's yes is not waited for. */
  breakGlass: z.string().max(1_000).optional(),
});

export const startReplay = defineAction(
  { name: 'replay captured traffic', input, needs: 'replay' },
  async ({ cluster: _, fingerprint, once, typed, breakGlass, ...asked }, { cluster, actor }) => {
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint,
      key: once,
      plan: () => planReplayFor(cluster, asked, planRun()),
      work: (plan) => ({ kind: 'replay', plan }),
      follows: null,
      confirmation: typed,
      breakGlass,
    });
    return { job: job.id };
  },
);
