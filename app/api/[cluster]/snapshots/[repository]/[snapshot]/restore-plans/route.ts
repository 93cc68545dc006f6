import { z } from 'zod';
import { MOST_RESTORED_AT_ONCE } from '@/lib/contract/limits.ts';
import { copiedSnapshot, snapshotIndexAddress } from '@/lib/kinds/restore-snapshot/review.ts';
import { assertMayCopyFrom } from '@/lib/pages/copy-source.ts';
import { planSeveralRestores } from '@/lib/pages/plan-several-restores.ts';
import { defineRoute } from '@/lib/route.ts';

/** Names of indices have no commas. */
const query = z.object({
  ...copiedSnapshot.shape,
  indices: z
    .string()
    .min(1)
    .transform((text) => text.split(','))
    .pipe(z.array(z.string().min(1).max(255)).max(MOST_RESTORED_AT_ONCE)),
});

export const GET = defineRoute(
  { needs: 'read', params: snapshotIndexAddress, query, admit: assertMayCopyFrom },
  ({ context, params: { repository, snapshot }, query: { indices, from, uuid } }) =>
    planSeveralRestores(context.cluster, context.actor, { repository, snapshot, indices, from, uuid }),
);
