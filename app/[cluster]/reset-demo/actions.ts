'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { resetDemo as reset } from '@/lib/jobs/reset-demo.ts';
import { forgetListedCaptures } from '@/lib/pages/replay-captures.ts';

/** Of `npm run demo` alone: restores its sample data. */
export const resetDemo = defineAction(
  { name: 'reset demo', input: z.object({ cluster: clusterKey, confirmed: z.literal(true) }), needs: 'clean-up' },
  async (_, { cluster, actor }) => {
    await reset(cluster.key, actor);
    forgetListedCaptures(cluster);
    return {};
  },
);
