import { jobAddress } from '@/lib/contract/job-page.ts';
import { requireDocumentsFor } from '@/lib/pages/carry-forward-query.ts';
import { carryForwardQuery, type CarryForwardReview } from '@/lib/kinds/carry-forward/review.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { runner } from '@/lib/jobs/jobs.ts';
import { planCarryForwardFor } from '@/lib/pages/plan-carry-forward.ts';
import { defineRoute } from '@/lib/route.ts';

/** The plan of carrying the differences of this comparison forward. */
export const GET = defineRoute(
  { needs: 'carry-forward', params: jobAddress, query: carryForwardQuery },
  async ({ params, query, context }): Promise<CarryForwardReview> => {
    const { cluster, actor } = context;
    await requireDocumentsFor(query.query, context);
    const plan = await planCarryForwardFor(cluster, { comparison: params.id, ...query });
    return { plan, guard: guardOf(runner().store, cluster, plan, actor) };
  },
);
