import { backupsFilter } from '@/lib/contract/backups-page.ts';
import { defineRoute } from '@/lib/route.ts';
import { loadBackups } from '@/lib/pages/load-backups.ts';

export const GET = defineRoute({ needs: 'read', query: backupsFilter }, ({ context, query }) =>
  loadBackups(context.cluster, query, context.identity),
);
