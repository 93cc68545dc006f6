import { jobAddress } from '@/lib/contract/job-page.ts';
import { loadPublishers } from '@/lib/pages/load-publishers.ts';
import { defineRoute } from '@/lib/route.ts';

/** What publishers need to send again what the index that this job restored lacks. */
export const GET = defineRoute({ needs: 'read', params: jobAddress }, ({ context, params }) =>
  loadPublishers(context.cluster, params.id),
);
