import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { NotAppliedPage } from '@/lib/contract/replayed.ts';
import type { ReplayAddress } from '@/lib/kinds/replay/review-address.ts';
import type { ReplayChoices, ReplayReview } from '@/lib/kinds/replay/review.ts';
import { apiPath } from './paths.ts';
import { again, polled, seconds } from './polling.ts';
import { get, RouteError } from './route-request.ts';

/** The queries of replaying captured traffic. */

/** A large plan takes seconds once the captures are read. */
const PLAN_TIMEOUT_MS = 120_000;

export const replayChoicesQuery = (cluster: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'replay', 'choices'],
    queryFn: ({ signal }) => get<ReplayChoices>(apiPath(cluster, ['replay', 'captures']), signal),
    refetchInterval: again(seconds(30)),
  });

/** Lists the folder of the captures now. */
export const listCapturesAgain = (cluster: string): Promise<ReplayChoices> =>
  get<ReplayChoices>(
    apiPath(cluster, ['replay', 'captures'], { again: 'yes' }),
    new AbortController().signal,
    PLAN_TIMEOUT_MS,
  );

/**
 * Asked often while the captures are read. What was shown stays, greyed, while another choice is planned. What was typed wrong is not
 * asked again: it stays wrong.
 */
export const replayPlanQuery = (cluster: string, asked: ReplayAddress) =>
  queryOptions({
    ...polled,
    refetchOnWindowFocus: false,
    queryKey: [cluster, 'replay', 'plan', asked],
    queryFn: ({ signal }) =>
      get<ReplayReview>(apiPath(cluster, ['replay', 'plan'], { ...asked }), signal, PLAN_TIMEOUT_MS),
    refetchInterval: ({ state: { data, error, status } }) =>
      status === 'error' ? !isTypedWrong(error) && seconds(5) : data?.state === 'reading' ? seconds(1) : seconds(60),
    placeholderData: keepPreviousData,
    gcTime: seconds(60),
  });

export const isTypedWrong = (error: unknown): boolean => error instanceof RouteError && error.code === 'invalid_input';

/** Of an ended job. */
export const notAppliedQuery = (cluster: string, job: string, from: number) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'replayed', job, from],
    queryFn: ({ signal }) => get<NotAppliedPage>(apiPath(cluster, ['jobs', job, 'replayed'], { from }), signal),
    refetchInterval: again(false),
    staleTime: Infinity,
  });
