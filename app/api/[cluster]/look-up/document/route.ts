import { limitedLookUp } from '@/lib/access/limit-look-ups.ts';
import { lookedUpDocumentQuery } from '@/lib/contract/look-up.ts';
import { loadLookedUpDocument } from '@/lib/pages/look-up.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read-documents', query: lookedUpDocumentQuery },
  ({ context, query, signal }) => limitedLookUp(context, () => loadLookedUpDocument(context.cluster, query, signal)),
);
