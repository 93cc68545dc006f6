import { loadClusters } from '@/lib/pages/load-clusters.ts';
import { defineSignedInRoute } from '@/lib/route.ts';

export const GET = defineSignedInRoute({}, ({ identity, clusters }) => loadClusters(identity, clusters));
