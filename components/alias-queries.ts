import { queryOptions } from '@tanstack/react-query';
import type { AliasPage } from '@/lib/contract/alias-page.ts';
import type { ChangeAliasReview } from '@/lib/kinds/change-alias/review.ts';
import { apiPath } from './paths.ts';
import { polled, seconds } from './polling.ts';
import { get } from './route-request.ts';

/** Polled, so that a stale plan is seen before it is applied. */
export const changeAliasPlanQuery = (
  cluster: string,
  alias: string,
  choice: { change: 'add' | 'remove'; index: string; keepWrites?: 'yes' },
) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'change-alias-plan', alias, choice],
    queryFn: ({ signal }) => get<ChangeAliasReview>(apiPath(cluster, ['alias', alias, 'change-plan'], choice), signal),
    refetchInterval: seconds(5),
    gcTime: seconds(30),
  });

export const aliasPageQuery = (cluster: string, alias: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'alias', alias],
    queryFn: ({ signal }) => get<AliasPage>(apiPath(cluster, ['alias', alias]), signal),
    refetchInterval: seconds(5),
  });
