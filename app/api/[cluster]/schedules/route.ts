import { loadSchedules } from '@/lib/pages/load-schedules.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute({ needs: 'read' }, ({ context: { cluster } }) => loadSchedules(cluster));
