import { defineRoute } from '@/lib/route.ts';
import { loadOverview } from '@/lib/views/overview.ts';

export const GET = defineRoute({ needs: 'read' }, ({ context }) => loadOverview(context.cluster));
