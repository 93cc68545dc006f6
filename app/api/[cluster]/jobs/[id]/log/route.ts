import { jobAddress, logPosition } from '@/lib/contract/job-page.ts';
import { defineRoute } from '@/lib/route.ts';
import { loadJobLog } from '@/lib/pages/load-job.ts';

export const GET = defineRoute(
  { needs: 'read', params: jobAddress, query: logPosition },
  ({ context, params, query }) => loadJobLog(context.cluster, params.id, query.before, context.identity),
);
