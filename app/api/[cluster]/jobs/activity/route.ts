import { defineRoute } from '@/lib/route.ts';
import { loadJobActivity } from '@/lib/pages/load-jobs.ts';

export const GET = defineRoute({ needs: 'read' }, ({ context }) => loadJobActivity(context.cluster));
