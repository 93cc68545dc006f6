import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApprovalPlan, ApprovalsPage } from '@/lib/contract/reviews.ts';
import type { BackupDetail, BackupDifference, SampleDocuments } from '@/lib/contract/backup-page.ts';
import type { ImportPlace } from '@/lib/contract/import-place.ts';
import type { BackupsFilter, BackupsPage } from '@/lib/contract/backups-page.ts';
import type { JobDetail, JobLogPage, JobRequests, RejectedPage } from '@/lib/contract/job-page.ts';
import type { JobActivity, JobsFilter, JobsPage } from '@/lib/contract/jobs-page.ts';
import type { RestoreDraft, RestoreChoicesInput } from '@/lib/kinds/restore/review.ts';
import type { AliasMap, MapQuery } from '@/lib/contract/alias-map.ts';
import type { IndexDefinition, IndexFields, IndexPage } from '@/lib/contract/index-page.ts';
import type { ClusterHealth } from '@/lib/contract/cluster.ts';
import type { ClustersPage } from '@/lib/contract/clusters-page.ts';
import type { ChoiceQuery, ClusterChoice } from '@/lib/contract/choice.ts';
import type { Overview } from '@/lib/contract/overview.ts';
import type { DecidedWindow } from '@/lib/kinds/clean-up/decided-lines.ts';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import type { SwitchReview } from '@/lib/kinds/switch/review.ts';
import type { ShownBackupPlan } from '@/lib/kinds/backup/schema.ts';
import type { AuditLogPage } from '@/lib/contract/audit-log.ts';
import type { DoctorReport } from '@/lib/contract/doctor.ts';
import { apiPath, backupApiPath, clustersApiPath } from './paths.ts';
import { get } from './route-request.ts';
import { again, polled, seconds } from './polling.ts';

/**
 * Query keys and polling intervals: one queryOptions per GET route, here and in snapshot-queries.ts. A poll that fails keeps the last
 * data (`query.data` with `query.error` set and `query.dataUpdatedAt` for its age); the next poll is the retry.
 */

export const healthQuery = (cluster: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'health'],
    queryFn: ({ signal }) => get<ClusterHealth>(apiPath(cluster, ['health']), signal),
    refetchInterval: seconds(5),
  });

/** Of all clusters of a person, in one poll. Also in a hidden tab, whose title says how they are. */
export const clustersQuery = queryOptions({
  ...polled,
  queryKey: ['clusters'],
  queryFn: ({ signal }) => get<ClustersPage>(clustersApiPath, signal),
  refetchInterval: seconds(5),
  refetchIntervalInBackground: true,
});

/** What can be chosen, by a part of the names. */
export const choiceQuery = (cluster: string, find: Partial<ChoiceQuery>) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'indices', 'choice', find],
    queryFn: ({ signal }) => get<ClusterChoice>(apiPath(cluster, ['indices'], find), signal),
    refetchInterval: seconds(10),
    placeholderData: keepPreviousData,
    gcTime: seconds(30),
  });

/** Every name, however many. Requested when all are chosen, not polled. */
export const aliasNamesQuery = (cluster: string, of: 'all' | 'overdue') =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'indices', 'names', of],
    queryFn: ({ signal }) => get<{ names: string[] }>(apiPath(cluster, ['indices', 'names'], { of }), signal),
    staleTime: 0,
    gcTime: 0,
  });

/** Where uploads are imported into, and their limits. */
export const importPlaceQuery = (cluster: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'backups', 'import'],
    queryFn: ({ signal }) => get<ImportPlace>(apiPath(cluster, ['backups', 'import']), signal),
    refetchInterval: seconds(30),
  });

export const backupsQuery = (cluster: string, filter: Partial<BackupsFilter> = {}) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'backups', 'list', filter],
    queryFn: ({ signal }) => get<BackupsPage>(apiPath(cluster, ['backups'], filter), signal),
    refetchInterval: ({ state: { data } }) =>
      data?.stillReading || data?.snapshots.reading ? seconds(1) : seconds(10),
    placeholderData: keepPreviousData,
  });

export const backupQuery = (cluster: string, id: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'backups', 'one', id],
    queryFn: ({ signal }) => get<BackupDetail>(backupApiPath(cluster, id), signal),
    refetchInterval: seconds(10),
  });

export const backupDifferenceQuery = (cluster: string, id: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'backups', 'difference', id],
    queryFn: ({ signal }) => get<BackupDifference>(backupApiPath(cluster, id, ['difference']), signal),
    refetchInterval: again(seconds(15)),
    staleTime: seconds(30),
  });

export const sampleDocumentsQuery = (cluster: string, id: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'backups', 'documents', id],
    queryFn: ({ signal }) => get<SampleDocuments>(backupApiPath(cluster, id, ['documents']), signal),
    refetchInterval: again(false),
    staleTime: Infinity,
  });

/** Polled. Disabled until something is selected. */
export const backupPlanQuery = (
  cluster: string,
  query: { aliases?: string; indices?: string; all?: 'yes'; kept?: string },
) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'backup-plan', query],
    queryFn: ({ signal }) => get<ShownBackupPlan>(apiPath(cluster, ['backup-plan'], query), signal),
    enabled: query.all === 'yes' || Boolean(query.aliases) || Boolean(query.indices) || Boolean(query.kept),
    refetchInterval: seconds(15),
    placeholderData: keepPreviousData,
    gcTime: seconds(30),
  });

/** A second person's yes is waited for at a livelier rate than the cluster's changes. */
function planInterval(draft: RestoreDraft | undefined): number {
  if (draft?.state === 'reading') return 700;
  if (draft?.state === 'failed') return seconds(5);
  return draft?.state === 'planned' && draft.guard.approval.state === 'requested' ? seconds(4) : seconds(10);
}

/** Asked often while the file is being read, then every ten seconds: a plan that went stale shows it before it is applied. */
export const restorePlanQuery = (cluster: string, id: string, choices: RestoreChoicesInput) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'restore-plan', id, choices],
    queryFn: ({ signal }) => get<RestoreDraft>(backupApiPath(cluster, id, ['restore-plan'], choices), signal),
    refetchInterval: (query) => planInterval(query.state.data),
    refetchOnWindowFocus: false,
    gcTime: seconds(60),
  });

export const jobsQuery = (cluster: string, filter: Partial<JobsFilter> = {}) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'list', filter],
    queryFn: ({ signal }) => get<JobsPage>(apiPath(cluster, ['jobs'], filter), signal),
    refetchInterval: (query) => ((query.state.data?.active ?? 0) > 0 ? seconds(1) : seconds(4)),
    placeholderData: keepPreviousData,
  });

/** For the bar of every page. */
export const jobActivityQuery = (cluster: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'activity'],
    queryFn: ({ signal }) => get<JobActivity>(apiPath(cluster, ['jobs', 'activity']), signal),
    refetchInterval: (query) => ((query.state.data?.active ?? 0) > 0 ? seconds(2) : seconds(5)),
  });

const isActive = (status: string | undefined) => status === 'queued' || status === 'running';

export const jobQuery = (cluster: string, job: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'one', job],
    queryFn: ({ signal }) => get<JobDetail>(apiPath(cluster, ['jobs', job]), signal),
    refetchInterval: (query) => jobInterval(query.state.data),
  });

/** Where the alias points is soon seen after a move. */
function jobInterval(detail: JobDetail | undefined): number {
  if (detail === undefined || [detail.row, ...detail.followedBy].some((row) => isActive(row.status))) return seconds(1);
  return detail.standing?.where === 'unknown' ? seconds(2) : seconds(10);
}

/** One query for the page, the bar and the overview. */
export const approvalsQuery = (cluster: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'approvals'],
    queryFn: ({ signal }) => get<ApprovalsPage>(apiPath(cluster, ['approvals']), signal),
    refetchInterval: seconds(5),
  });

/** The plan of an open request, made again like that of a review. */
export const approvalPlanQuery = (cluster: string, approval: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'approval-plan', approval],
    queryFn: ({ signal }) => get<ApprovalPlan>(apiPath(cluster, ['approvals', approval]), signal),
    refetchInterval: (query) => (query.state.data?.state === 'reading' ? seconds(1) : seconds(5)),
    gcTime: seconds(30),
  });

/** Older pages don't change but for the outcome of their first lines. */
export const auditLogQuery = (cluster: string, filter: { outcome?: string; text?: string; before?: string }) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'audit-log', filter],
    queryFn: ({ signal }) => get<AuditLogPage>(apiPath(cluster, ['audit-log', 'lines'], filter), signal),
    refetchInterval: filter.before === undefined ? seconds(5) : seconds(30),
  });

/** Not polled: each request runs the checks, which write to disks. Requested when the page opens, and by its button. */
export const doctorQuery = (cluster: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'doctor'],
    queryFn: ({ signal }) => get<DoctorReport>(apiPath(cluster, ['doctor']), signal),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    refetchInterval: again(false),
    staleTime: 0,
    gcTime: 0,
  });

/**
 * One page of a log: `before` a line, or the newest, which is requested once more when the job has ended. Pages that
 * can't change any more are not requested again.
 */
export const jobLogQuery = (cluster: string, job: string, page: { before?: number; live: boolean }) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'log', job, page.before ?? (page.live ? 'growing' : 'newest')],
    queryFn: ({ signal }) => get<JobLogPage>(apiPath(cluster, ['jobs', job, 'log'], { before: page.before }), signal),
    refetchInterval: again(page.before === undefined && page.live ? seconds(2) : false),
    staleTime: page.before === undefined ? 0 : Infinity,
    placeholderData: keepPreviousData,
  });

export const rejectedQuery = (cluster: string, job: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'rejected', job],
    queryFn: ({ signal }) => get<RejectedPage>(apiPath(cluster, ['jobs', job, 'rejected']), signal),
    refetchInterval: again(false),
    staleTime: seconds(10),
  });

export const jobRequestsQuery = (cluster: string, job: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'jobs', 'requests', job],
    queryFn: ({ signal }) => get<JobRequests>(apiPath(cluster, ['jobs', job, 'requests']), signal),
    refetchInterval: again(false),
    staleTime: Infinity,
  });

/** `rows`: how many aliases, where more than the first are wanted. */
export const overviewQuery = (cluster: string, rows?: number) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'overview', rows],
    queryFn: ({ signal }) => get<Overview>(apiPath(cluster, ['overview'], { rows }), signal),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => ((query.state.data?.jobs.value?.running.length ?? 0) > 0 ? seconds(2) : seconds(5)),
  });

/** `query`: the part of a long map; a short one is returned whole. */
export const aliasMapQuery = (cluster: string, query: Partial<MapQuery> = {}) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'indices', 'map', query],
    queryFn: ({ signal }) => get<AliasMap>(apiPath(cluster, ['indices', 'map'], query), signal),
    refetchInterval: seconds(10),
    ...(query.alias === undefined ? { placeholderData: keepPreviousData } : {}),
    gcTime: seconds(30),
  });

/** Polled, so that a stale plan is seen before it is applied. */
export const switchPlanQuery = (cluster: string, choice: { index: string; alias?: string }) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'switch-plan', choice],
    queryFn: ({ signal }) => get<SwitchReview>(apiPath(cluster, ['indices', 'switch-plan'], choice), signal),
    refetchInterval: seconds(5),
    gcTime: seconds(30),
  });

/** Lines of a long plan that is shown. */
export const cleanUpLinesQuery = (cluster: string, plan: { fingerprint: string; from: number }) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'clean-up-lines', plan],
    queryFn: ({ signal }) => get<DecidedWindow>(apiPath(cluster, ['indices', 'clean-up-plan', 'lines'], plan), signal),
    refetchInterval: again(false),
    staleTime: seconds(15),
    placeholderData: keepPreviousData,
    gcTime: seconds(30),
  });

/** `rules` as typed: text, parsed by the route. */
export const cleanUpPlanQuery = (cluster: string, rules: { keep: string; olderThan: string; aliases: string }) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'clean-up-plan', rules],
    queryFn: ({ signal }) => get<CleanUpReview>(apiPath(cluster, ['indices', 'clean-up-plan'], rules), signal),
    refetchInterval: seconds(15),
    placeholderData: keepPreviousData,
    gcTime: seconds(30),
  });

/** What is known of one name; livelier while shards move. */
export const indexQuery = (cluster: string, name: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'index', 'page', name],
    queryFn: ({ signal }) => get<IndexPage>(apiPath(cluster, ['index', name]), signal),
    refetchInterval: ({ state: { data } }) => (isUnsettled(data) ? seconds(4) : seconds(10)),
    gcTime: seconds(60),
  });

const isUnsettled = (page: IndexPage | undefined): boolean =>
  page?.standing.state === 'exists' &&
  (page.standing.index.loading ||
    (page.shards?.known === true && page.shards.value.copies.some(({ state }) => state !== 'started')));

export const indexDefinitionQuery = (cluster: string, name: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'index', 'definition', name],
    queryFn: ({ signal }) => get<IndexDefinition>(apiPath(cluster, ['index', name, 'definition']), signal),
    refetchInterval: again(seconds(60)),
    staleTime: seconds(30),
    gcTime: seconds(60),
  });

/** Requested when the mappings are unfolded. */
export const indexFieldsQuery = (cluster: string, name: string, find: string, enabled: boolean) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'index', 'fields', name, find],
    queryFn: ({ signal }) => get<IndexFields>(apiPath(cluster, ['index', name, 'fields'], { find }), signal),
    enabled,
    refetchInterval: again(false),
    staleTime: seconds(30),
    placeholderData: keepPreviousData,
    gcTime: seconds(30),
  });
