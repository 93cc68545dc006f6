import { guardOf } from '@/lib/jobs/guard.ts';
import { runner } from '@/lib/jobs/jobs.ts';
import {
  restoreSnapshotChoices,
  snapshotIndexAddress,
  type RestoreSnapshotReview,
} from '@/lib/kinds/restore-snapshot/review.ts';
import { planRestoreSnapshotFor } from '@/lib/pages/plan-restore-snapshot.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', params: snapshotIndexAddress, query: restoreSnapshotChoices },
  async ({ context, params: { repository, snapshot }, query }): Promise<RestoreSnapshotReview> => {
    const plan = await planRestoreSnapshotFor(context.cluster, { repository, snapshot, choices: query });
    return { plan, guard: guardOf(runner().store, context.cluster, plan, context.actor) };
  },
);
