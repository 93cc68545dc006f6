import { indexAddress } from '@/lib/contract/index-page.ts';
import { loadIndex } from '@/lib/pages/load-index.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute({ needs: 'read', params: indexAddress }, ({ context: { cluster, identity }, params }) =>
  loadIndex(cluster, params.name, identity),
);
