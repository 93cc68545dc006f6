import { jobAddress } from '@/lib/contract/job-page.ts';
import { defineRoute } from '@/lib/route.ts';
import { loadJob } from '@/lib/pages/load-job.ts';

export const GET = defineRoute({ needs: 'read', params: jobAddress }, ({ context, params }) =>
  loadJob(context.cluster, params.id, context.identity),
);
