import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { SchedulePage, SchedulesPage, SelectionPreview, TimesPreview } from '@/lib/contract/schedules-page.ts';
import { apiPath } from '../paths.ts';
import { polled, seconds } from '../polling.ts';
import { get } from '../route-request.ts';
import { askedAgain, getRetention } from './retention-answer.ts';

/** The queries of schedules, as those in ../queries.ts. */

export const schedulesQuery = (cluster: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'schedules', 'list'],
    queryFn: ({ signal }) => get<SchedulesPage>(apiPath(cluster, ['schedules']), signal),
    refetchInterval: ({ state: { data } }) =>
      data?.rows.some(({ standing }) => standing.state === 'running') ? seconds(2) : seconds(5),
  });

export const scheduleQuery = (cluster: string, name: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'schedules', 'one', name],
    queryFn: ({ signal }) => get<SchedulePage>(apiPath(cluster, ['schedules', 'one'], { name }), signal),
    refetchInterval: ({ state: { data } }) => (data?.row.standing.state === 'running' ? seconds(2) : seconds(5)),
  });

/** The names of a selection as an address carries them. */
export interface AskedSelection {
  all?: 'yes';
  aliases?: string;
  indices?: string;
  kept?: string;
}

const isEmptySelection = ({ all, aliases, indices, kept }: AskedSelection): boolean =>
  all !== 'yes' && !aliases && !indices && !kept;

/** Whether there is something that a retention could delete. */
export const isAsked = (asked: AskedRetention | null): asked is AskedRetention =>
  asked !== null && !isEmptySelection(asked);

/** The last answer stands in while the next one is read, but not where nothing is asked any more. */
const previousWhile = (enabled: boolean) => (enabled ? { enabled, placeholderData: keepPreviousData } : { enabled });

export const timesPreviewQuery = (cluster: string, times: { cron: string; timeZone: string }) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'schedules', 'times', times],
    queryFn: ({ signal }) =>
      get<TimesPreview>(apiPath(cluster, ['schedules', 'preview'], { part: 'times', ...times }), signal),
    enabled: times.cron.trim() !== '' && times.timeZone.trim() !== '',
    refetchInterval: seconds(30),
    gcTime: seconds(30),
  });

export const selectionPreviewQuery = (cluster: string, asked: AskedSelection) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'schedules', 'what', asked],
    queryFn: ({ signal }) =>
      get<SelectionPreview>(apiPath(cluster, ['schedules', 'preview'], { part: 'what', ...asked }), signal),
    ...previousWhile(!isEmptySelection(asked)),
    refetchInterval: seconds(15),
    gcTime: seconds(30),
  });

export interface AskedRetention extends AskedSelection {
  schedule?: string;
  kind: 'backup' | 'snapshot';
  to?: string;
  timeZone: string;
  last: string;
  hourly: string;
  daily: string;
  weekly: string;
  monthly: string;
  yearly: string;
  within: string;
}

/** Reads every backup: not polled, but requested again while it fails or is not done. null: nothing to ask. */
export const retentionPreviewQuery = (cluster: string, asked: AskedRetention | null) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'schedules', 'retention', asked],
    queryFn: (context) =>
      getRetention(apiPath(cluster, ['schedules', 'preview'], { part: 'retention', ...asked }), context),
    ...previousWhile(isAsked(asked)),
    refetchInterval: askedAgain,
    staleTime: seconds(20),
    gcTime: seconds(30),
  });

/** The same of a schedule as it is saved. */
export const savedRetentionQuery = (cluster: string, schedule: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'schedules', 'saved-retention', schedule],
    queryFn: (context) =>
      getRetention(apiPath(cluster, ['schedules', 'preview'], { part: 'saved', schedule }), context),
    refetchInterval: askedAgain,
    staleTime: seconds(20),
  });
