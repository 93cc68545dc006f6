import { overviewQuery } from '@/lib/contract/overview.ts';
import { defineRoute } from '@/lib/route.ts';
import { loadOverview } from '@/lib/pages/load-overview.ts';

export const GET = defineRoute({ needs: 'read', query: overviewQuery }, ({ context, query }) =>
  loadOverview(context.cluster, query.rows, context.identity),
);
