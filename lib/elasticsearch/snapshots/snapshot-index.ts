import { at, entriesOf } from '../../contract/by-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { count, listOf, named, object, optional, text } from '../client/shape.ts';
import { snapshotPath } from './snapshots.ts';

/** One index of a snapshot: how many shards it has, and the bytes of them; null: the server does not say. */
export interface SnapshotIndexSize {
  shards: number;
  bytes: number | null;
}

/** Reads a file for each shard of the snapshot: for one snapshot, not for a list. null: it has no such index. */
export async function readSnapshotIndex(
  cluster: Cluster,
  { repository, snapshot, index }: { repository: string; snapshot: string; index: string },
  signal?: AbortSignal,
): Promise<SnapshotIndexSize | null> {
  const { snapshots } = await cluster.request({
    method: 'GET',
    path: `${snapshotPath(repository, snapshot)}/_status`,
    query: { filter_path: 'snapshots.snapshot,snapshots.indices.*.shards,snapshots.indices.*.stats.total' },
    shape: object({
      snapshots: listOf(
        object({
          snapshot: text,
          indices: optional(
            named(
              object({
                shards: named(object({ stage: text })),
                stats: optional(object({ total: optional(object({ size_in_bytes: count })) })),
              }),
            ),
          ),
        }),
      ),
    }),
    signal,
    timeoutMs: 120_000,
    responseSize: 'list',
  });
  const found = at(snapshots.find(({ snapshot: name }) => name === snapshot)?.indices, index);
  return found === undefined
    ? null
    : { shards: entriesOf(found.shards).length, bytes: found.stats?.total?.size_in_bytes ?? null };
}
