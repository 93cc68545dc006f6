import { repositoryAsked } from '@/lib/kinds/change-repository/review.ts';
import { planRepositoryFor } from '@/lib/pages/plan-repository.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute({ needs: 'read', query: repositoryAsked }, ({ context, query }) =>
  planRepositoryFor(context, query),
);
