import { limitedLookUp } from '@/lib/access/limit-look-ups.ts';
import { lookUpQuery } from '@/lib/contract/look-up.ts';
import { lookUp } from '@/lib/pages/look-up.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute({ needs: 'read-documents', query: lookUpQuery }, ({ context, query, signal }) =>
  limitedLookUp(context, () => lookUp(context.cluster, query, signal)),
);
