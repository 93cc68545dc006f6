import { z } from 'zod';
import { clusterKey } from '@/lib/contract/names.ts';
import { loadIncident } from '@/lib/pages/load-incident.ts';
import { defineRoute } from '@/lib/route.ts';

const params = z.object({ cluster: clusterKey, id: z.string().max(20) });

/** 404 if there is no such incident on this cluster. */
export const GET = defineRoute({ needs: 'read', params }, ({ context: { cluster }, params: { id } }) =>
  loadIncident(cluster, id),
);
