import { loadNotifications } from '@/lib/pages/load-notifications.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute({ needs: 'read' }, ({ context: { cluster } }) => loadNotifications(cluster));
