import { queryOptions } from '@tanstack/react-query';
import type { ChangeIndexStateReview } from '@/lib/kinds/change-index-state/review.ts';
import type { IndexAction } from '@/lib/kinds/change-index-state/schema.ts';
import type { DeleteIndexReview } from '@/lib/kinds/delete-index/review.ts';
import { apiPath } from './paths.ts';
import { polled, seconds } from './polling.ts';
import { get } from './route-request.ts';

/** The reviews of changes to one index. Polled, so that a stale plan is seen before it is applied. */

export const indexStatePlanQuery = (cluster: string, index: string, action: IndexAction) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'index-state-plan', index, action],
    queryFn: ({ signal }) => get<ChangeIndexStateReview>(apiPath(cluster, ['index', index, `${action}-plan`]), signal),
    refetchInterval: seconds(5),
    gcTime: seconds(30),
  });

export const indexDeletionQuery = (cluster: string, index: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'index-deletion-plan', index],
    queryFn: ({ signal }) => get<DeleteIndexReview>(apiPath(cluster, ['index', index, 'delete-plan']), signal),
    refetchInterval: seconds(5),
    gcTime: seconds(30),
  });
