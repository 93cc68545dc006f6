import { z } from 'zod';
import { loadReplayChoices } from '@/lib/pages/load-replay-choices.ts';
import { defineRoute } from '@/lib/route.ts';

const query = z.object({ again: z.literal('yes').optional() });

/** What a replay can be made of: captures, targets, restored indices. */
export const GET = defineRoute({ needs: 'replay', query }, ({ context, query: { again }, signal }) =>
  loadReplayChoices(context.cluster, again === 'yes', signal),
);
