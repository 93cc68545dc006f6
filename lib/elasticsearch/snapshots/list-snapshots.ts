import { at, isNamed, type ByName } from '../../contract/by-name.ts';
import { AppError } from '../../errors.ts';
import type { Cluster } from '../client/cluster.ts';
import { clip } from '../client/response-limits.ts';
import { anything, listOf, named, object, optional, text } from '../client/shape.ts';
import { pathOf } from './repositories.ts';

/** The states of a snapshot. `PARTIAL`: some shards are missing; `INCOMPATIBLE`: of a version that this server can't read. */
export const SNAPSHOT_STATES = ['IN_PROGRESS', 'SUCCESS', 'PARTIAL', 'FAILED', 'INCOMPATIBLE'] as const;

/** What a list costs little to say: one file of the repository has it. */
export interface SnapshotName {
  name: string;
  uuid: string;
  /** In the server's words: SNAPSHOT_STATES. */
  state: string;
  indices: string[];
}

const nameShape = object({
  snapshot: text,
  uuid: text,
  state: optional(text),
  indices: optional(listOf(text)),
});

/**
 * The snapshots of one repository by name, without reading a file of each (`verbose=false`): a store with a thousand answers
 * in a second. Throws AppError `not_found` for a repository that is not registered (7.17 answers 200 and an empty list,
 * tried), and the server's reason where the repository can't be read: an error is never an empty list.
 */
export async function listSnapshotNames(
  cluster: Cluster,
  repository: string,
  signal?: AbortSignal,
): Promise<SnapshotName[]> {
  const { snapshots, failures } = await cluster.request({
    method: 'GET',
    path: `${pathOf(repository)}/_all`,
    query: { verbose: false },
    shape: object({ snapshots: optional(listOf(nameShape)), failures: optional(named(anything)) }),
    signal,
    timeoutMs: 60_000,
    responseSize: 'list',
  });
  if (isNamed(failures, repository) || snapshots === undefined) throw listFailure(repository, failures);
  return snapshots.map(({ snapshot, uuid, state = '', indices = [] }) => ({ name: snapshot, uuid, state, indices }));
}

function listFailure(repository: string, failures: ByName<unknown> | undefined): AppError {
  const failure = at(failures, repository) as { type?: unknown; reason?: unknown } | undefined;
  const reason = typeof failure?.reason === 'string' ? clip(failure.reason) : 'it gives no reason';
  return failure?.type === 'repository_missing_exception'
    ? new AppError('not_found', `There is no repository ${repository}.`)
    : new AppError('cluster_error', `The cluster can’t list the snapshots of ${repository}: ${reason}.`);
}

/** The snapshots that are being taken now, in one request for all repositories. */
export async function runningSnapshots(
  cluster: Cluster,
  signal?: AbortSignal,
): Promise<{ repository: string; snapshot: string }[]> {
  const { snapshots } = await cluster.request({
    method: 'GET',
    path: '/_snapshot/_status',
    shape: object({ snapshots: listOf(object({ repository: text, snapshot: text })) }),
    signal,
    responseSize: 'list',
  });
  return snapshots;
}
