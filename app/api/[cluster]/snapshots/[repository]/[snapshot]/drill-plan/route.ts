import { z } from 'zod';
import { snapshotAddress } from '@/lib/contract/snapshot-page.ts';
import { drillChoices } from '@/lib/kinds/drill/review.ts';
import { planDrillFor } from '@/lib/pages/plan-drill.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', params: snapshotAddress, query: drillChoices.extend({ index: z.string().min(1).max(255) }) },
  ({ context: { cluster }, params: { repository, snapshot }, query: { index, ...choices } }) =>
    planDrillFor(cluster, { repository, snapshot, index }, choices),
);
