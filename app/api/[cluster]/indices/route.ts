import { defineRoute } from '@/lib/route.ts';
import { FRESH_MS, PATIENCE_MS, watchOf } from '@/lib/views/watch.ts';

export const GET = defineRoute({ needs: 'read' }, ({ context }) =>
  watchOf(context.cluster.key).indices.read({ maxAgeMs: FRESH_MS, waitMs: PATIENCE_MS }),
);
