'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { planSnapshot } from '@/lib/kinds/snapshot/plan.ts';
import { snapshotRequestQuery } from '@/lib/kinds/snapshot/review.ts';
import { snapshotRequestOf } from '@/lib/pages/backup-request.ts';
import { placeOf, planRun } from '@/lib/pages/place.ts';

export const startSnapshot = defineAction(
  {
    name: 'take snapshot',
    input: z.object({
      cluster: clusterKey,
      /** With the name that was shown. */
      wish: snapshotRequestQuery.required({ name: true }),
      fingerprint: z.string().min(1).max(200),
      once: z.string().min(8).max(200),
    }),
    needs: 'back-up',
  },
  async ({ wish, fingerprint, once }, { cluster, actor }) => {
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint,
      key: once,
      plan: () => planSnapshot(placeOf(cluster), snapshotRequestOf(wish, cluster, actor.name), planRun()),
      work: (plan) => ({ kind: 'snapshot', plan }),
    });
    return { job: job.id };
  },
);
