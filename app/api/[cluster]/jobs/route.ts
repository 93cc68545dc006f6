import { jobsFilter } from '@/lib/contract/jobs-page.ts';
import { defineRoute } from '@/lib/route.ts';
import { loadJobs } from '@/lib/pages/load-jobs.ts';

export const GET = defineRoute({ needs: 'read', query: jobsFilter }, ({ context, query }) =>
  loadJobs(context.cluster, query, context.identity),
);
