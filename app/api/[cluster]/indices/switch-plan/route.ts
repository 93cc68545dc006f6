import { z } from 'zod';
import { aliasName, clusterKey, indexName } from '@/lib/contract/names.ts';
import type { SwitchReview } from '@/lib/kinds/switch/review.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { runner } from '@/lib/jobs/jobs.ts';
import { rememberDisplayedPlan } from '@/lib/jobs/displayed-plans.ts';
import { planSwitch } from '@/lib/kinds/switch/plan.ts';
import { defineRoute } from '@/lib/route.ts';
import { placeOf, planRun } from '@/lib/pages/place.ts';
import { singleFlight } from '@/lib/live/single-flight.ts';

const query = z.object({ index: indexName, alias: aliasName.optional() });

export const GET = defineRoute(
  { needs: 'read', params: z.object({ cluster: clusterKey }), query },
  async ({ query: { index, alias }, context: { cluster, actor } }): Promise<SwitchReview> => {
    const plan = rememberDisplayedPlan(
      await singleFlight(JSON.stringify(['switch', cluster.key, index, alias]), cluster.name, (signal) =>
        planSwitch(placeOf(cluster), { index, alias }, planRun(signal)),
      ),
    );
    return { plan, guard: guardOf(runner().store, cluster, plan, actor) };
  },
);
