import { defineRoute } from '@/lib/route.ts';
import { loadAliasMap } from '@/lib/views/load-alias-map.ts';

export const GET = defineRoute({ needs: 'read' }, ({ context }) => loadAliasMap(context.cluster));
