import { z } from 'zod';
import { clusterKey } from '@/lib/contract/names.ts';
import { approvalId } from '@/lib/contract/reviews.ts';
import { loadApprovalPlan } from '@/lib/pages/approval-plan.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', params: z.object({ cluster: clusterKey, id: approvalId }) },
  ({ params: { id }, context: { cluster, identity } }) => loadApprovalPlan(cluster, id, identity),
);
