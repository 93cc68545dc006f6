import { z } from 'zod';
import type { AliasPage } from '@/lib/contract/alias-page.ts';
import { aliasName, clusterKey } from '@/lib/contract/names.ts';
import { loadAlias } from '@/lib/pages/load-alias.ts';
import { defineRoute } from '@/lib/route.ts';

const params = z.object({ cluster: clusterKey, name: aliasName });

export const GET = defineRoute(
  { needs: 'read', params },
  ({ params: { name }, context: { cluster } }): Promise<AliasPage> => loadAlias(cluster, name),
);
