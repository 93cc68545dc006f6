import { backupWish } from '@/lib/kinds/backup/review.ts';
import { rememberPlan } from '@/lib/jobs/shown-plans.ts';
import { planBackup } from '@/lib/kinds/backup/plan.ts';
import { defineRoute } from '@/lib/route.ts';
import { shownBackup } from '@/lib/views/long-backup.ts';
import { patiently } from '@/lib/views/patiently.ts';
import { placeOf, planRun } from '@/lib/views/place.ts';
import { wishOf } from '@/lib/views/backup-wish.ts';

export const GET = defineRoute({ needs: 'read', query: backupWish }, async ({ context: { cluster }, query }) =>
  shownBackup(
    rememberPlan(
      await patiently(JSON.stringify(['backup', cluster.key, query]), cluster.name, (signal) =>
        planBackup(placeOf(cluster), wishOf(query, cluster), planRun(signal)),
      ),
    ),
  ),
);
