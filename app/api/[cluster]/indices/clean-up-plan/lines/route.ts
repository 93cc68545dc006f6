import { z } from 'zod';
import { clusterConnection } from '@/lib/config.ts';
import { defineRoute } from '@/lib/route.ts';
import { linesOfShown } from '@/lib/views/long-clean-up.ts';

const query = z.object({
  fingerprint: z.string().min(1).max(200),
  from: z.coerce.number().int().min(0).max(10_000_000),
});

export const GET = defineRoute({ needs: 'read', query }, async ({ context, query: { fingerprint, from }, signal }) =>
  linesOfShown((await clusterConnection(context.cluster.key).identity(signal)).uuid, fingerprint, from),
);
