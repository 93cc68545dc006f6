import { incidentsFilter } from '@/lib/contract/incidents-page.ts';
import { loadIncidents } from '@/lib/pages/load-incidents.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute({ needs: 'read', query: incidentsFilter }, ({ context: { cluster }, query }) =>
  loadIncidents(cluster, query),
);
