import { incidentCounts } from '@/lib/pages/load-incidents.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute({ needs: 'read' }, ({ context: { cluster } }) => incidentCounts(cluster));
