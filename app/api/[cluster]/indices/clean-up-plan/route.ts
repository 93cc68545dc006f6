import { z } from 'zod';
import { rulesTextSchema } from '@/lib/kinds/clean-up/rules-schema.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { defineRoute } from '@/lib/route.ts';
import { singleFlight } from '@/lib/live/single-flight.ts';
import { loadCleanUpReview } from '@/lib/pages/load-clean-up.ts';

export const GET = defineRoute(
  { needs: 'read', params: z.object({ cluster: clusterKey }), query: rulesTextSchema },
  ({ query, context: { cluster } }) =>
    singleFlight(JSON.stringify(['clean-up', cluster.key, query]), cluster.name, (signal) =>
      loadCleanUpReview(cluster, query, signal),
    ),
);
