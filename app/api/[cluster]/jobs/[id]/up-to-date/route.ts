import { jobAddress } from '@/lib/contract/job-page.ts';
import { loadUpToDate } from '@/lib/pages/load-up-to-date.ts';
import { defineRoute } from '@/lib/route.ts';

/** What was written after the backup that this job restored. */
export const GET = defineRoute({ needs: 'read', params: jobAddress }, ({ context, params, signal }) =>
  loadUpToDate(context.cluster, params.id, signal),
);
