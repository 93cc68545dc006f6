import { z } from 'zod';
import { clusterKey, indexName } from '@/lib/contract/names.ts';
import { planIndexDeletionOf } from '@/lib/pages/plan-index-change.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', params: z.object({ cluster: clusterKey, name: indexName }) },
  ({ params: { name }, context: { cluster } }) => planIndexDeletionOf(cluster, name),
);
