import { z } from 'zod';
import { loadRepositories } from '@/lib/pages/load-repositories.ts';
import { defineRoute } from '@/lib/route.ts';

/** `name`: the repository whose snapshots are listed; default: the first. */
const query = z.object({ name: z.string().max(255).optional() });

export const GET = defineRoute({ needs: 'read', query }, ({ context: { cluster }, query: { name } }) =>
  loadRepositories(cluster, name),
);
