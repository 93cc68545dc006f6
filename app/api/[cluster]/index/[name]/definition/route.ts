import { indexAddress } from '@/lib/contract/index-page.ts';
import { singleFlight } from '@/lib/live/single-flight.ts';
import { loadIndexDefinition } from '@/lib/pages/load-index-definition.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute({ needs: 'read', params: indexAddress }, ({ context: { cluster }, params }) =>
  singleFlight(JSON.stringify(['index-definition', cluster.key, params.name]), cluster.name, (signal) =>
    loadIndexDefinition(cluster, params.name, signal),
  ),
);
