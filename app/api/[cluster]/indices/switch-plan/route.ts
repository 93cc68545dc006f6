import { z } from 'zod';
import { aliasName, clusterKey, indexName } from '@/lib/contract/names.ts';
import type { SwitchReview } from '@/lib/kinds/switch/review.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { runner } from '@/lib/jobs/jobs.ts';
import { defineRoute } from '@/lib/route.ts';
import { planSwitchOf } from '@/lib/pages/plan-again.ts';

const query = z.object({ index: indexName, alias: aliasName.optional() });

export const GET = defineRoute(
  { needs: 'read', params: z.object({ cluster: clusterKey }), query },
  async ({ query: asked, context: { cluster, actor } }): Promise<SwitchReview> => {
    const plan = await planSwitchOf(cluster, asked);
    return { plan, guard: guardOf(runner().store, cluster, plan, actor) };
  },
);
