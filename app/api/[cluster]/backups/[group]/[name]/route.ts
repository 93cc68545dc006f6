import { backupAddress } from '@/lib/contract/backup-page.ts';
import { defineRoute } from '@/lib/route.ts';
import { backupIdOf } from '@/lib/pages/cluster-backups.ts';
import { loadBackup } from '@/lib/pages/load-backup.ts';

export const GET = defineRoute({ needs: 'read', params: backupAddress }, ({ context, params }) =>
  loadBackup(context.cluster, backupIdOf(params), context.identity),
);
