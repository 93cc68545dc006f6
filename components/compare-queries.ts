import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ComparedDocument } from '@/lib/contract/compared-document.ts';
import type { DifferencesPage, LatestComparison, ListedDifference } from '@/lib/contract/comparison-page.ts';
import type { DifferenceBucket } from '@/lib/contract/difference.ts';
import { apiPath, backupApiPath } from './paths.ts';
import { again, polled, seconds } from './polling.ts';
import { get } from './route-request.ts';

/** The queries of comparisons. A list of differences never changes. */

export const differencesQuery = (cluster: string, job: string, list: { bucket: DifferenceBucket; contains: string }) =>
  infiniteQueryOptions({
    retry: false,
    queryKey: [cluster, 'jobs', 'differences', job, list.bucket, list.contains],
    queryFn: ({ signal, pageParam }) =>
      get<DifferencesPage>(apiPath(cluster, ['jobs', job, 'differences'], { ...list, from: pageParam }), signal),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    refetchInterval: again(false),
    refetchOnWindowFocus: false,
    staleTime: Infinity,
    gcTime: seconds(60),
  });

/** A backup of gigabytes is read until the document is found. */
const DOCUMENT_TIMEOUT_MS = 120_000;

export const differentDocumentQuery = (
  cluster: string,
  job: string,
  { bucket, at, id }: Pick<ListedDifference, 'bucket' | 'at' | 'id'>,
) =>
  queryOptions({
    retry: false,
    queryKey: [cluster, 'jobs', 'different-document', job, bucket, at],
    queryFn: ({ signal }) =>
      get<ComparedDocument>(
        apiPath(cluster, ['jobs', job, 'differences', 'document'], { bucket, at, id }),
        signal,
        DOCUMENT_TIMEOUT_MS,
      ),
    refetchOnWindowFocus: false,
    staleTime: seconds(30),
    gcTime: seconds(60),
  });

/** The newest comparison of a backup with an index; asked often while one is under way. */
export const latestComparisonQuery = (cluster: string, backup: string, uuid: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'backups', 'comparison', backup, uuid],
    queryFn: ({ signal }) => get<LatestComparison>(backupApiPath(cluster, backup, ['comparison'], { uuid }), signal),
    refetchInterval: ({ state }) =>
      ['queued', 'running'].includes(state.data?.newest?.status ?? '') ? seconds(1) : seconds(10),
  });
