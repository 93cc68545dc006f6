import { backupAddress } from '@/lib/contract/backup-page.ts';
import { latestComparisonQuery } from '@/lib/contract/comparison-page.ts';
import { backupIdOf } from '@/lib/pages/cluster-backups.ts';
import { loadLatestComparison } from '@/lib/pages/load-latest-comparison.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', params: backupAddress, query: latestComparisonQuery },
  ({ context, params, query }) => loadLatestComparison(context.cluster, backupIdOf(params), query),
);
