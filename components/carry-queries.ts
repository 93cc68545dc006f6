import { queryOptions } from '@tanstack/react-query';
import type { ConflictsPage } from '@/lib/contract/carried.ts';
import type { Publishers } from '@/lib/contract/publishers.ts';
import type { UpToDate } from '@/lib/contract/up-to-date.ts';
import type { CarryForwardReview, UndoCarryForwardReview } from '@/lib/kinds/carry-forward/review.ts';
import { apiPath } from './paths.ts';
import { again, polled, seconds } from './polling.ts';
import { get } from './route-request.ts';

/** The queries of bringing a restored index up to date. */

/** Up to 20,000 documents are looked up. */
const PLAN_TIMEOUT_MS = 120_000;

export const carryForwardPlanQuery = (
  cluster: string,
  comparison: string,
  asked: { to: string; changes: string; query?: string },
) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'carry-forward', comparison, asked],
    queryFn: ({ signal }) =>
      get<CarryForwardReview>(apiPath(cluster, ['jobs', comparison, 'carry-forward'], asked), signal, PLAN_TIMEOUT_MS),
    refetchInterval: again(seconds(120)),
    gcTime: seconds(60),
  });

export const undoCarryForwardPlanQuery = (cluster: string, job: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'undo-carry-forward', job],
    queryFn: ({ signal }) =>
      get<UndoCarryForwardReview>(apiPath(cluster, ['jobs', job, 'undo-carry-forward']), signal, PLAN_TIMEOUT_MS),
    refetchInterval: again(seconds(120)),
    gcTime: seconds(60),
  });

/** The list of an ended job does not change. */
export const conflictsQuery = (cluster: string, job: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'conflicts', job],
    queryFn: ({ signal }) => get<ConflictsPage>(apiPath(cluster, ['jobs', job, 'conflicts']), signal),
    refetchInterval: again(false),
    staleTime: Infinity,
  });

/** Asked often while a comparison, a carrying forward or a replay is under way. */
export const upToDateQuery = (cluster: string, restore: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'up-to-date', restore],
    queryFn: ({ signal }) => get<UpToDate>(apiPath(cluster, ['jobs', restore, 'up-to-date']), signal),
    refetchInterval: ({ state: { data } }) => (isUnderWay(data) ? seconds(1) : seconds(15)),
  });

export const publishersQuery = (cluster: string, restore: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'publishers', restore],
    queryFn: ({ signal }) => get<Publishers>(apiPath(cluster, ['jobs', restore, 'publishers']), signal),
    refetchInterval: again(seconds(15)),
  });

const ACTIVE: readonly string[] = ['queued', 'running'];

const isUnderWay = (data: UpToDate | undefined): boolean =>
  ACTIVE.includes(data?.comparison?.newest?.status ?? '') ||
  [...(data?.carried ?? []), ...(data?.replays ?? [])].some(({ status }) => ACTIVE.includes(status));
