import { defineRoute } from '@/lib/route.ts';
import { MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '@/lib/live/cluster-reads.ts';

export const GET = defineRoute({ needs: 'read' }, ({ context }) =>
  readsOf(context.cluster.key).health.read({ maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS }),
);
