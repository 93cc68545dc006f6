import { at, entriesOf } from '../../contract/by-name.ts';
import { encodeIndexName } from '../admin/index-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { count, flag, listOf, named, object, optional, orNull, text } from '../client/shape.ts';

/** One primary shard of an index that is being restored. */
interface RestoringShard {
  shard: number;
  /** `lost`: every node restarted before it was restored. No server goes on with it, and it stays red (tried on all). */
  state: 'started' | 'restoring' | 'waiting' | 'failed' | 'lost';
  /** The server's words of the last failure, with its causes; null: none. */
  failure: string | null;
}

export interface RestoreProgress {
  /** Every primary: those without a node too, which `_recovery` leaves out. */
  shards: RestoringShard[];
  /** Over all shards that have begun; null: none of them knows its size yet. */
  bytes: { done: number; total: number } | null;
  /** The snapshot that the index is restored from, as far as the server says; null: from none, or not said yet. */
  source: { repository: string; snapshot: string } | null;
}

const sourceShape = object({ type: text, repository: optional(text), snapshot: optional(text) });

const routingShape = object({
  routing_table: object({
    indices: named(
      object({
        shards: named(
          listOf(
            object({
              primary: flag,
              state: text,
              recovery_source: optional(sourceShape),
              unassigned_info: optional(object({ reason: text, details: optional(text) })),
            }),
          ),
        ),
      }),
    ),
  }),
});

const recoveryShape = named(
  object({
    shards: listOf(
      object({
        type: text,
        primary: flag,
        source: optional(object({ repository: optional(text), snapshot: optional(text) })),
        index: object({ size: object({ total_in_bytes: count, recovered_in_bytes: count }) }),
      }),
    ),
  }),
);

/**
 * How far a restore is, over every shard. null: there is no index of this name. The health of a restoring index is yellow, and
 * `_recovery` has no entry of a shard without a node (both tried), so the routing table decides.
 */
export async function readRestoreProgress(
  cluster: Cluster,
  index: string,
  signal?: AbortSignal,
): Promise<RestoreProgress | null> {
  const name = encodeIndexName(index);
  const [state, recovery] = await Promise.all([
    cluster.request({
      method: 'GET',
      path: `/_cluster/state/routing_table/${name}`,
      query: { filter_path: 'routing_table', ignore_unavailable: true, allow_no_indices: true },
      shape: routingShape,
      signal,
      responseSize: 'list',
    }),
    cluster.request({
      method: 'GET',
      path: `/${name}/_recovery`,
      accept: [404],
      shape: orNull(recoveryShape),
      signal,
      responseSize: 'list',
    }),
  ]);
  const routing = at(state.routing_table.indices, index);
  if (routing === undefined) return null;
  const primaries = entriesOf(routing.shards).flatMap(([shard, copies]) => {
    const primary = copies.find((copy) => copy.primary);
    return primary === undefined ? [] : [{ shard: Number(shard), ...primary }];
  });
  const recoveries = (at(recovery, index)?.shards ?? []).filter(
    ({ type, primary }) => primary && type.toUpperCase() === 'SNAPSHOT',
  );
  const source = primaries.find(({ recovery_source: from }) => from?.type === 'SNAPSHOT')?.recovery_source;
  return {
    shards: primaries.map(shardOf).sort((a, b) => a.shard - b.shard),
    bytes: bytesOf(recoveries.map(({ index: { size } }) => size)),
    source: namedSource(source) ?? namedSource(recoveries.find(({ source: from }) => from !== undefined)?.source),
  };
}

const namedSource = (source: { repository: string | undefined; snapshot: string | undefined } | undefined) =>
  source?.repository === undefined || source.snapshot === undefined
    ? null
    : { repository: source.repository, snapshot: source.snapshot };

function shardOf({
  shard,
  state,
  recovery_source: from,
  unassigned_info: unassigned,
}: {
  shard: number;
  state: string;
  recovery_source: { type: string } | undefined;
  unassigned_info: { reason: string; details: string | undefined } | undefined;
}): RestoringShard {
  if (state === 'STARTED' || state === 'RELOCATING') return { shard, state: 'started', failure: null };
  const failure = unassigned?.details ?? null;
  if (state === 'INITIALIZING') return { shard, state: 'restoring', failure };
  if (unassigned?.reason === 'CLUSTER_RECOVERED' && from?.type !== 'SNAPSHOT') return { shard, state: 'lost', failure };
  return { shard, state: unassigned?.reason === 'ALLOCATION_FAILED' ? 'failed' : 'waiting', failure };
}

function bytesOf(sizes: readonly { total_in_bytes: number; recovered_in_bytes: number }[]): RestoreProgress['bytes'] {
  const known = sizes.filter(({ total_in_bytes: total }) => total > 0);
  if (known.length === 0) return null;
  return {
    done: known.reduce((sum, { recovered_in_bytes: done }) => sum + done, 0),
    total: known.reduce((sum, { total_in_bytes: total }) => sum + total, 0),
  };
}
