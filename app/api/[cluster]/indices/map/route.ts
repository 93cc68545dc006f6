import { mapQuery } from '@/lib/contract/alias-map.ts';
import { defineRoute } from '@/lib/route.ts';
import { loadAliasMap } from '@/lib/pages/load-alias-map.ts';

export const GET = defineRoute({ needs: 'read', query: mapQuery }, ({ context, query }) =>
  loadAliasMap(context.cluster, query),
);
