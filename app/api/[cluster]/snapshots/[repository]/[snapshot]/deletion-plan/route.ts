import { snapshotAddress } from '@/lib/contract/snapshot-page.ts';
import { snapshotDeletionAsked } from '@/lib/kinds/delete-snapshot/review.ts';
import { planSnapshotDeletionFor } from '@/lib/pages/plan-snapshot-deletion.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', params: snapshotAddress, query: snapshotDeletionAsked.pick({ evenLast: true }) },
  ({ context: { cluster }, params: { repository, snapshot }, query }) =>
    planSnapshotDeletionFor(cluster, { repository, snapshot, ...query }),
);
