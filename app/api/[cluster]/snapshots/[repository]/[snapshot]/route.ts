import { snapshotAddress } from '@/lib/contract/snapshot-page.ts';
import { loadSnapshot } from '@/lib/pages/load-snapshot.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute({ needs: 'read', params: snapshotAddress }, ({ context: { cluster }, params }) =>
  loadSnapshot(cluster, params),
);
