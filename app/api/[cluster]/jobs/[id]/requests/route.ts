import { jobAddress } from '@/lib/contract/job-page.ts';
import { kinds } from '@/lib/kinds/kinds.ts';
import { defineRoute } from '@/lib/route.ts';
import { jobOn } from '@/lib/pages/load-job.ts';

export const GET = defineRoute({ needs: 'read', params: jobAddress }, ({ context, params }) => {
  const { work } = jobOn(context.cluster, params.id);
  return { requests: kinds.of(work).plan(work)?.requests ?? [] };
});
