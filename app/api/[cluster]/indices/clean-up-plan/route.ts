import { z } from 'zod';
import { cleanUpWish } from '@/lib/kinds/clean-up/wish.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { defineRoute } from '@/lib/route.ts';
import { patiently } from '@/lib/views/patiently.ts';
import { cleanUpReview } from '@/lib/views/plan-of-clean-up.ts';

export const GET = defineRoute(
  { needs: 'read', params: z.object({ cluster: clusterKey }), query: cleanUpWish },
  ({ query, context: { cluster } }) =>
    patiently(JSON.stringify(['clean-up', cluster.key, query]), cluster.name, (signal) =>
      cleanUpReview(cluster, query, signal),
    ),
);
