import { findQuery } from '@/lib/contract/find.ts';
import { find } from '@/lib/pages/find/find.ts';
import { defineSignedInRoute } from '@/lib/route.ts';

export const GET = defineSignedInRoute({ query: findQuery }, ({ clusters, identity, query, signal }) =>
  find(query, { clusters, identity }, signal),
);
