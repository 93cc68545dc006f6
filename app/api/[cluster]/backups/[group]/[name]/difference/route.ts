import { backupAddress } from '@/lib/contract/backup-page.ts';
import { defineRoute } from '@/lib/route.ts';
import { backupIdOf } from '@/lib/pages/cluster-backups.ts';
import { loadDifference } from '@/lib/pages/load-difference.ts';
import { singleFlight } from '@/lib/live/single-flight.ts';

export const GET = defineRoute({ needs: 'read', params: backupAddress }, ({ context: { cluster }, params }) =>
  singleFlight(JSON.stringify(['difference', cluster.key, params]), cluster.name, (signal) =>
    loadDifference(cluster, backupIdOf(params), signal),
  ),
);
