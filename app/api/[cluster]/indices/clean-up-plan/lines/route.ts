import { z } from 'zod';
import { defineRoute } from '@/lib/route.ts';
import { loadCleanUpLines } from '@/lib/pages/load-clean-up.ts';

const query = z.object({
  fingerprint: z.string().min(1).max(200),
  from: z.coerce.number().int().min(0).max(10_000_000),
});

export const GET = defineRoute({ needs: 'read', query }, ({ context, query: { fingerprint, from }, signal }) =>
  loadCleanUpLines(context.cluster, fingerprint, from, signal),
);
