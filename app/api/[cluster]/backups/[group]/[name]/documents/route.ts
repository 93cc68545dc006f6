import { backupAddress } from '@/lib/contract/backup-page.ts';
import { defineRoute } from '@/lib/route.ts';
import { backupIdOf } from '@/lib/pages/cluster-backups.ts';
import { loadSampleDocuments } from '@/lib/pages/load-backup.ts';

export const GET = defineRoute({ needs: 'read-documents', params: backupAddress }, ({ context, params }) =>
  loadSampleDocuments(context.cluster, backupIdOf(params)),
);
