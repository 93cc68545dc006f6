import { backupRequestQuery } from '@/lib/kinds/backup/review.ts';
import { rememberDisplayedPlan } from '@/lib/jobs/displayed-plans.ts';
import { planBackup } from '@/lib/kinds/backup/plan.ts';
import { defineRoute } from '@/lib/route.ts';
import { shortenBackupPlan } from '@/lib/present/long-backup.ts';
import { singleFlight } from '@/lib/live/single-flight.ts';
import { placeOf, planRun } from '@/lib/pages/place.ts';
import { backupRequestOf } from '@/lib/pages/backup-request.ts';

export const GET = defineRoute({ needs: 'read', query: backupRequestQuery }, async ({ context: { cluster }, query }) =>
  shortenBackupPlan(
    rememberDisplayedPlan(
      await singleFlight(JSON.stringify(['backup', cluster.key, query]), cluster.name, (signal) =>
        planBackup(placeOf(cluster), backupRequestOf(query, cluster), planRun(signal)),
      ),
    ),
  ),
);
