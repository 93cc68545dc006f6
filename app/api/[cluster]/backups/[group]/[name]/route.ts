import { backupAddress } from '@/lib/contract/api.ts';
import { defineRoute } from '@/lib/route.ts';
import { idIn } from '@/lib/views/backup-file.ts';
import { loadBackup } from '@/lib/views/load-backup.ts';

export const GET = defineRoute({ needs: 'read', params: backupAddress }, ({ context, params }) =>
  loadBackup(context.cluster, idIn(params)),
);
