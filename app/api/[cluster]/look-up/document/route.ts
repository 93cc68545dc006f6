import { limitedLookUp } from '@/lib/access/limit-look-ups.ts';
import { lookedUpDocumentQuery } from '@/lib/contract/look-up.ts';
import { assertMayLookUp, lookUpClusters } from '@/lib/pages/look-up-clusters.ts';
import { loadLookedUpDocument } from '@/lib/pages/look-up.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read-documents', query: lookedUpDocumentQuery, admit: assertMayLookUp },
  async ({ context, query, signal }) => {
    const clusters = await lookUpClusters(context, query);
    return limitedLookUp(context, () => loadLookedUpDocument(context.cluster, query, signal, clusters));
  },
);
