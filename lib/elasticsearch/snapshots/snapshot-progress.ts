import { entriesOf } from '../../contract/by-name.ts';
import { isAppError } from '../../errors.ts';
import type { Cluster } from '../client/cluster.ts';
import { count, listOf, named, object, optional, text, type Shape } from '../client/shape.ts';
import { snapshotPath } from './snapshots.ts';

/** How far a running snapshot is. `files` and `bytes` null: not known yet ("preparing"). */
export interface SnapshotProgress {
  /** STARTED, SUCCESS and so on. A PARTIAL one may say SUCCESS: only `readSnapshot` tells how it ended (tried). */
  state: string;
  shards: { total: number; done: number; failed: number; preparing: number };
  /** What must be copied, and what is copied; unchanged files of earlier snapshots are not among them. */
  files: { total: number; done: number } | null;
  bytes: { total: number; done: number } | null;
}

const sizeShape = optional(object({ file_count: count, size_in_bytes: count }));
const statsShape = object({ incremental: sizeShape, processed: sizeShape, total: sizeShape });

const statusShape = object({
  snapshots: listOf(
    object({
      snapshot: text,
      state: text,
      shards_stats: object({
        initializing: count,
        started: count,
        finalizing: count,
        done: count,
        failed: count,
        total: count,
      }),
      stats: statsShape,
      indices: optional(named(object({ shards: named(object({ stage: text, stats: statsShape })) }))),
    }),
  ),
});

/** null: it does not run and there is none of this name. */
export async function readSnapshotProgress(
  cluster: Cluster,
  repository: string,
  name: string,
  signal?: AbortSignal,
): Promise<SnapshotProgress | null> {
  try {
    const { snapshots } = await cluster.request({
      method: 'GET',
      path: `${snapshotPath(repository, name)}/_status`,
      shape: statusShape,
      signal,
      timeoutMs: 60_000,
      responseSize: 'list',
    });
    const status = snapshots.find(({ snapshot }) => snapshot === name);
    return status ? progressOf(status) : null;
  } catch (error) {
    if (isAppError(error) && error.details['type'] === 'snapshot_missing_exception') return null;
    throw error;
  }
}

type Status = StatusOf<typeof statusShape>;
type StatusOf<S> = S extends Shape<{ snapshots: (infer One)[] }> ? One : never;

/** By the stage of each shard, never by a ratio: a finished shard may say 28 of 36 files (tried). */
function progressOf({ state, shards_stats: counted, indices }: Status): SnapshotProgress {
  const shards = entriesOf(indices).flatMap(([, index]) => entriesOf(index.shards).map(([, shard]) => shard));
  const known = shards.filter(({ stage }) => stage !== 'INIT' && stage !== 'FAILURE');
  const sum = (of: (shard: (typeof shards)[number]) => number) => known.reduce((total, shard) => total + of(shard), 0);
  const of = (unit: 'file_count' | 'size_in_bytes') => ({
    total: sum(({ stats }) => stats.incremental?.[unit] ?? 0),
    done: sum(({ stage, stats }) =>
      stage === 'DONE'
        ? (stats.incremental?.[unit] ?? 0)
        : Math.min(stats.processed?.[unit] ?? 0, stats.incremental?.[unit] ?? 0),
    ),
  });
  return {
    state,
    shards: { total: counted.total, done: counted.done, failed: counted.failed, preparing: counted.initializing },
    files: known.length === 0 ? null : of('file_count'),
    bytes: known.length === 0 ? null : of('size_in_bytes'),
  };
}

/** What a snapshot holds and what it added, in bytes, once it has ended; null: the server does not say. */
export async function readSnapshotSize(
  cluster: Cluster,
  repository: string,
  name: string,
  signal?: AbortSignal,
): Promise<{ total: number; added: number } | null> {
  const { snapshots } = await cluster.request({
    method: 'GET',
    path: `${snapshotPath(repository, name)}/_status`,
    shape: statusShape,
    signal,
    timeoutMs: 120_000,
    responseSize: 'list',
  });
  const stats = snapshots.find(({ snapshot }) => snapshot === name)?.stats;
  return stats?.total === undefined || stats.incremental === undefined
    ? null
    : { total: stats.total.size_in_bytes, added: stats.incremental.size_in_bytes };
}
