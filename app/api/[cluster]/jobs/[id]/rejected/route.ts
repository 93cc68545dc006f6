import { jobAddress } from '@/lib/contract/api.ts';
import { defineRoute } from '@/lib/route.ts';
import { refuseForeignRejected } from '@/lib/views/foreign-documents.ts';
import { jobOn } from '@/lib/views/load-jobs.ts';
import { loadRejected } from '@/lib/views/rejected.ts';

export const GET = defineRoute({ needs: 'read-documents', params: jobAddress }, async ({ context, params }) => {
  await refuseForeignRejected(context, jobOn(context.cluster, params.id));
  return loadRejected(context.cluster, params.id);
});
