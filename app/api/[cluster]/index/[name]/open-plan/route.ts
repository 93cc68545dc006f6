import { z } from 'zod';
import { clusterKey, indexName } from '@/lib/contract/names.ts';
import type { ChangeIndexStateReview } from '@/lib/kinds/change-index-state/review.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { runner } from '@/lib/jobs/jobs.ts';
import { planIndexStateOf } from '@/lib/pages/plan-index-change.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', params: z.object({ cluster: clusterKey, name: indexName }) },
  async ({ params: { name }, context: { cluster, actor } }): Promise<ChangeIndexStateReview> => {
    const plan = await planIndexStateOf(cluster, { index: name, action: 'open' });
    return { plan, guard: guardOf(runner().store, cluster, plan, actor) };
  },
);
