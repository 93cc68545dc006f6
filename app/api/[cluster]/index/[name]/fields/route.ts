import { fieldsQuery, indexAddress } from '@/lib/contract/index-page.ts';
import { loadIndexFields } from '@/lib/pages/load-index-definition.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', params: indexAddress, query: fieldsQuery },
  ({ context: { cluster }, params, query }) => loadIndexFields(cluster, params.name, query.find),
);
