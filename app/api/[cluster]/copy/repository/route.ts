import { sharedRepositoryQuery } from '@/lib/contract/shared-repository.ts';
import { readableSource } from '@/lib/pages/copy-source.ts';
import { loadSharedRepository } from '@/lib/pages/load-shared-repository.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', query: sharedRepositoryQuery },
  ({ context, query: { from, repository } }) =>
    loadSharedRepository(context.cluster, readableSource(context, from), repository),
);
