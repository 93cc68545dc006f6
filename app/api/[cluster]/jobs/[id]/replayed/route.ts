import { jobAddress } from '@/lib/contract/job-page.ts';
import { replayedPosition } from '@/lib/contract/replayed.ts';
import { loadNotApplied } from '@/lib/pages/load-replayed.ts';
import { defineRoute } from '@/lib/route.ts';

/** Requests that were not applied, without bodies. */
export const GET = defineRoute(
  { needs: 'read-documents', params: jobAddress, query: replayedPosition },
  ({ context, params, query }) => loadNotApplied(context.cluster, params.id, query.from),
);
