import { z } from 'zod';
import { clusterConnection } from '@/lib/config.ts';
import { aliasName, clusterKey, indexName } from '@/lib/contract/names.ts';
import type { SwitchReview } from '@/lib/contract/reviews.ts';
import { guardOf } from '@/lib/jobs/apply-plan.ts';
import { runner } from '@/lib/jobs/desk.ts';
import { rememberPlan } from '@/lib/jobs/shown-plans.ts';
import { planSwitch } from '@/lib/aliases/switch-alias.ts';
import { defineRoute } from '@/lib/route.ts';
import { patiently } from '@/lib/views/patiently.ts';

const query = z.object({ index: indexName, alias: aliasName.optional() });

export const GET = defineRoute(
  { needs: 'read', params: z.object({ cluster: clusterKey }), query },
  async ({ query: { index, alias }, context: { cluster, actor } }): Promise<SwitchReview> => {
    const plan = rememberPlan(
      await patiently(JSON.stringify(['switch', cluster.key, index, alias]), cluster.name, (signal) =>
        planSwitch(clusterConnection(cluster.key), { index, alias }, signal),
      ),
    );
    return { plan, guard: guardOf(runner().store, cluster, plan, actor) };
  },
);
