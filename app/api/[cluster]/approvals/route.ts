import { defineRoute } from '@/lib/route.ts';
import { loadApprovals } from '@/lib/pages/load-approvals.ts';

export const GET = defineRoute({ needs: 'read' }, ({ context }) => loadApprovals(context.cluster, context.identity));
