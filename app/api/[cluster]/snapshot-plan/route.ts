import { rememberDisplayedPlan } from '@/lib/jobs/displayed-plans.ts';
import { planSnapshot } from '@/lib/kinds/snapshot/plan.ts';
import { snapshotRequestQuery } from '@/lib/kinds/snapshot/review.ts';
import { singleFlight } from '@/lib/live/single-flight.ts';
import { snapshotRequestOf } from '@/lib/pages/backup-request.ts';
import { placeOf, planRun } from '@/lib/pages/place.ts';
import { shortenSnapshotPlan } from '@/lib/present/long-backup.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', query: snapshotRequestQuery },
  async ({ context: { cluster, actor }, query }) =>
    shortenSnapshotPlan(
      rememberDisplayedPlan(
        await singleFlight(JSON.stringify(['snapshot', cluster.key, actor.name, query]), cluster.name, (signal) =>
          planSnapshot(placeOf(cluster), snapshotRequestOf(query, cluster, actor.name), planRun(signal)),
        ),
      ),
    ),
);
