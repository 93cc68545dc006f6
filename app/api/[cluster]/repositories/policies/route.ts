import { loadPolicies } from '@/lib/pages/load-policies.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute({ needs: 'read' }, ({ context: { cluster } }) => loadPolicies(cluster));
