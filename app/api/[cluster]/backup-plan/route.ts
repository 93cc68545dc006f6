import { backupWish } from '@/lib/contract/api.ts';
import { clusterConnection } from '@/lib/config.ts';
import { rememberPlan } from '@/lib/jobs/shown-plans.ts';
import { planBackup } from '@/lib/backups/folder/back-up-indices.ts';
import { defineRoute } from '@/lib/route.ts';
import { patiently } from '@/lib/views/patiently.ts';
import { wishOf } from '@/lib/views/backup-wish.ts';

export const GET = defineRoute({ needs: 'read', query: backupWish }, async ({ context: { cluster }, query }) =>
  rememberPlan(
    await patiently(JSON.stringify(['backup', cluster.key, query]), cluster.name, (signal) =>
      planBackup(clusterConnection(cluster.key), wishOf(query, cluster), signal),
    ),
  ),
);
