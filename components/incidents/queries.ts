import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { IncidentCounts, IncidentDetail, IncidentsFilter, IncidentsPage } from '@/lib/contract/incidents-page.ts';
import type { NotificationsPage } from '@/lib/contract/notifications-shown.ts';
import { apiPath } from '../paths.ts';
import { polled, seconds } from '../polling.ts';
import { get } from '../route-request.ts';

export const incidentsQuery = (cluster: string, filter: Partial<IncidentsFilter> = {}) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'incidents', 'list', filter],
    queryFn: ({ signal }) => get<IncidentsPage>(apiPath(cluster, ['incidents'], filter), signal),
    refetchInterval: seconds(5),
    placeholderData: keepPreviousData,
  });

/** For the navigation of every page. */
export const incidentCountsQuery = (cluster: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'incidents', 'counts'],
    queryFn: ({ signal }) => get<IncidentCounts>(apiPath(cluster, ['incidents', 'counts']), signal),
    refetchInterval: seconds(10),
  });

export const incidentQuery = (cluster: string, id: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'incidents', 'one', id],
    queryFn: ({ signal }) => get<IncidentDetail>(apiPath(cluster, ['incidents', id]), signal),
    refetchInterval: seconds(5),
  });

export const notificationsQuery = (cluster: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'notifications'],
    queryFn: ({ signal }) => get<NotificationsPage>(apiPath(cluster, ['notifications']), signal),
    refetchInterval: seconds(5),
  });
