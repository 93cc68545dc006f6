import { z } from 'zod';
import { loadSchedule } from '@/lib/pages/load-schedules.ts';
import { defineRoute } from '@/lib/route.ts';

const query = z.object({ name: z.string().max(60) });

export const GET = defineRoute({ needs: 'read', query }, ({ context: { cluster }, query: { name } }) =>
  loadSchedule(cluster, name),
);
