import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  RestoreAmongOthers,
  RestoreSnapshotChoicesInput,
  RestoreSnapshotDraft,
  SeveralRestoresAsked,
} from '@/lib/kinds/restore-snapshot/review.ts';
import type { SnapshotRequestInput } from '@/lib/kinds/snapshot/review.ts';
import type { ShownSnapshotPlan } from '@/lib/kinds/snapshot/schema.ts';
import type { PoliciesPage } from '@/lib/contract/policies.ts';
import type { RepositoriesPage } from '@/lib/contract/repositories-page.ts';
import type { RepositoryAskedInput } from '@/lib/kinds/change-repository/review.ts';
import type { SharedRepository } from '@/lib/contract/shared-repository.ts';
import type { SnapshotPage } from '@/lib/contract/snapshot-page.ts';
import type { DeleteSnapshotPlan } from '@/lib/kinds/delete-snapshot/schema.ts';
import type { ChangeRepositoryPlan } from '@/lib/kinds/change-repository/schema.ts';
import { apiPath } from './paths.ts';
import { get } from './route-request.ts';
import { again, polled, seconds } from './polling.ts';

/** The queries of repositories and of the snapshots in them. */

/** null: no repository is chosen, or nothing is selected. */
export const snapshotPlanQuery = (cluster: string, asked: SnapshotRequestInput | null) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'snapshot-plan', asked],
    queryFn: ({ signal }) => get<ShownSnapshotPlan>(apiPath(cluster, ['snapshot-plan'], { ...asked }), signal),
    enabled: asked !== null,
    refetchInterval: seconds(15),
    placeholderData: keepPreviousData,
    gcTime: seconds(30),
  });

/** The plans of several restores from one snapshot. None are asked for before one is chosen. */
export const severalRestoresQuery = (
  cluster: string,
  { repository, snapshot, indices, from, uuid }: SeveralRestoresAsked,
) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'restore-snapshot-plan', 'several', repository, snapshot, indices, from, uuid],
    queryFn: ({ signal }) =>
      get<RestoreAmongOthers[]>(
        apiPath(cluster, ['snapshots', repository, snapshot, 'restore-plans'], {
          indices: indices.join(','),
          from,
          uuid,
        }),
        signal,
      ),
    enabled: indices.length > 0,
    refetchInterval: again(seconds(15)),
    placeholderData: keepPreviousData,
    gcTime: seconds(60),
  });

/** The plan of a restore from a snapshot. */
export const restoreSnapshotPlanQuery = (
  cluster: string,
  { repository, snapshot }: { repository: string; snapshot: string },
  choices: RestoreSnapshotChoicesInput,
) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'restore-snapshot-plan', repository, snapshot, choices],
    queryFn: ({ signal }) =>
      get<RestoreSnapshotDraft>(apiPath(cluster, ['snapshots', repository, snapshot, 'restore-plan'], choices), signal),
    refetchInterval: again(seconds(10)),
    placeholderData: keepPreviousData,
    gcTime: seconds(60),
  });

/** `name`: the repository whose snapshots are listed. Asked soon again while one is read for the first time. */
export const repositoriesQuery = (cluster: string, name?: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'repositories', 'list', name],
    queryFn: ({ signal }) => get<RepositoriesPage>(apiPath(cluster, ['repositories'], { name }), signal),
    refetchInterval: (query) =>
      query.state.data?.rows.some(({ state }) => state === 'reading') || query.state.data?.folder === null
        ? seconds(2)
        : seconds(5),
    placeholderData: keepPreviousData,
  });

/** A finished snapshot does not change; it can be deleted. */
export const snapshotQuery = (cluster: string, repository: string, snapshot: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'snapshots', 'one', repository, snapshot],
    queryFn: ({ signal }) => get<SnapshotPage>(apiPath(cluster, ['snapshots', repository, snapshot]), signal),
    refetchInterval: ({ state }) => (state.data?.state === 'IN_PROGRESS' ? seconds(2) : seconds(10)),
  });

/** Polled, so that a stale plan is seen before it is applied. The last plan is shown while the next one is made. */
export const snapshotDeletionQuery = (
  cluster: string,
  { repository, snapshot, evenLast }: { repository: string; snapshot: string; evenLast?: 'yes' | undefined },
) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'snapshots', 'deletion', repository, snapshot, evenLast],
    queryFn: ({ signal }) =>
      get<DeleteSnapshotPlan>(
        apiPath(cluster, ['snapshots', repository, snapshot, 'deletion-plan'], { evenLast }),
        signal,
      ),
    refetchInterval: seconds(10),
    placeholderData: keepPreviousData,
    gcTime: seconds(30),
  });

/** null: the cluster has no policies. */
export const policiesQuery = (cluster: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'repositories', 'policies'],
    queryFn: ({ signal }) => get<PoliciesPage | null>(apiPath(cluster, ['repositories', 'policies']), signal),
    refetchInterval: seconds(10),
  });

/** null: what was typed is not enough for a plan. The last plan is shown while the next one is made. */
export const repositoryPlanQuery = (cluster: string, asked: RepositoryAskedInput | null) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'repositories', 'plan', asked],
    queryFn: ({ signal }) =>
      get<ChangeRepositoryPlan>(apiPath(cluster, ['repositories', 'plan'], { ...asked }), signal),
    enabled: asked !== null,
    refetchInterval: seconds(10),
    placeholderData: keepPreviousData,
    gcTime: seconds(30),
  });

/** A repository of another cluster, among those of this one. */
export const sharedRepositoryQuery = (cluster: string, from: string, repository: string) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'shared-repository', from, repository],
    queryFn: ({ signal }) =>
      get<SharedRepository>(apiPath(cluster, ['copy', 'repository'], { from, repository }), signal),
    refetchInterval: seconds(15),
  });
