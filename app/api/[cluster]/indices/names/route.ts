import { z } from 'zod';
import { defineRoute } from '@/lib/route.ts';
import { loadAliasNames } from '@/lib/pages/load-choices.ts';

const query = z.object({ of: z.enum(['all', 'overdue']) });

export const GET = defineRoute({ needs: 'read', query }, ({ context, query: { of } }) =>
  loadAliasNames(context.cluster, of),
);
