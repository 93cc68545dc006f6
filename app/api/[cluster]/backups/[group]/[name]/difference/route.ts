import { backupAddress } from '@/lib/contract/api.ts';
import { defineRoute } from '@/lib/route.ts';
import { idIn } from '@/lib/views/backup-file.ts';
import { loadDifference } from '@/lib/views/load-difference.ts';
import { patiently } from '@/lib/views/patiently.ts';

export const GET = defineRoute({ needs: 'read', params: backupAddress }, ({ context: { cluster }, params }) =>
  patiently(JSON.stringify(['difference', cluster.key, params]), cluster.name, (signal) =>
    loadDifference(cluster, idIn(params), signal),
  ),
);
