import { jobAddress } from '@/lib/contract/job-page.ts';
import type { UndoCarryForwardReview } from '@/lib/kinds/carry-forward/review.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { runner } from '@/lib/jobs/jobs.ts';
import { planUndoCarryForwardFor } from '@/lib/pages/plan-carry-forward.ts';
import { defineRoute } from '@/lib/route.ts';

/** The plan of undoing this job. */
export const GET = defineRoute(
  { needs: 'carry-forward', params: jobAddress },
  async ({ params, context: { cluster, actor } }): Promise<UndoCarryForwardReview> => {
    const plan = await planUndoCarryForwardFor(cluster, { job: params.id });
    return { plan, guard: guardOf(runner().store, cluster, plan, actor) };
  },
);
