import { backupAddress } from '@/lib/contract/backup-page.ts';
import { drillChoices } from '@/lib/kinds/drill/review.ts';
import { backupIdOf } from '@/lib/pages/cluster-backups.ts';
import { assertMayRestore } from '@/lib/pages/foreign-documents.ts';
import { planDrillFor } from '@/lib/pages/plan-drill.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', params: backupAddress, query: drillChoices },
  async ({ context, params, query }) => {
    const id = backupIdOf(params);
    await assertMayRestore(context, { source: context.cluster.backupSource, id });
    return await planDrillFor(context.cluster, { id }, query);
  },
);
