import { limitedLookUp } from '@/lib/access/limit-look-ups.ts';
import { lookUpQuery } from '@/lib/contract/look-up.ts';
import { assertMayLookUp, lookUpClusters } from '@/lib/pages/look-up-clusters.ts';
import { lookUp } from '@/lib/pages/look-up.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read-documents', query: lookUpQuery, admit: assertMayLookUp },
  async ({ context, query, signal }) => {
    const clusters = await lookUpClusters(context, query);
    return limitedLookUp(context, () => lookUp(context.cluster, query, signal, clusters));
  },
);
