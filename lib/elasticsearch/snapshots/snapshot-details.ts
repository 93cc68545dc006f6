import { byName, entriesOf, type ByName } from '../../contract/by-name.ts';
import { isAppError } from '../../errors.ts';
import { capabilitiesOf } from '../capabilities.ts';
import type { Cluster } from '../client/cluster.ts';
import { count, listOf, named, number, object, optional, text, type Shape } from '../client/shape.ts';
import { pathOf } from './repositories.ts';
import { snapshotOf, snapshotPath, snapshotShape, type RawSnapshot, type ServerSnapshot } from './snapshots.ts';

/** What a list says of a snapshot besides its name and its indices. The server reads a file for each: ask for few. */
export type SnapshotFacts = Pick<ServerSnapshot, 'name' | 'uuid' | 'state' | 'startedAt' | 'version' | 'metadata'> & {
  /** Shards that are missing; null: not known while it is being taken. */
  failedShards: number | null;
};

/** Their indices are known from the list of names, and can be thousands. */
const WITHOUT_INDICES = '-snapshots.indices,-snapshots.data_streams,-snapshots.feature_states';

const factsOf = (raw: RawSnapshot): SnapshotFacts => {
  const { name, uuid, state, startedAt, version, metadata, failures, shards } = snapshotOf(raw);
  return {
    name,
    uuid,
    state,
    startedAt,
    version,
    metadata,
    failedShards: state === 'IN_PROGRESS' ? null : Math.max(failures.length, shards?.failed ?? 0),
  };
};

/** The facts of these snapshots; one that was deleted meanwhile is left out. Their names must fit into an address. */
export async function readSnapshotFacts(
  cluster: Cluster,
  repository: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<SnapshotFacts[]> {
  const { snapshots = [] } = await cluster.request({
    method: 'GET',
    path: `${pathOf(repository)}/${names.map(encodeURIComponent).join(',')}`,
    query: { ignore_unavailable: true, filter_path: WITHOUT_INDICES },
    shape: object({ snapshots: optional(listOf(snapshotShape)) }),
    signal,
    timeoutMs: 60_000,
    responseSize: 'list',
  });
  return snapshots.map(factsOf);
}

/**
 * The newest snapshots of a repository, `size` at a time; `next`: where the older ones begin, null: there are none. Only for
 * servers with `snapshotPages`, whose list of names has the times.
 */
export async function readSnapshotPage(
  cluster: Cluster,
  repository: string,
  { size, after }: { size: number; after: string | null },
  signal?: AbortSignal,
): Promise<{ snapshots: SnapshotFacts[]; next: string | null }> {
  const { snapshots = [], next } = await cluster.request({
    method: 'GET',
    path: `${pathOf(repository)}/_all`,
    query: {
      size,
      sort: 'start_time',
      order: 'desc',
      ...(after === null ? {} : { after }),
      filter_path: `${WITHOUT_INDICES},-failures`,
    },
    shape: object({ snapshots: optional(listOf(snapshotShape)), next: optional(text) }),
    signal,
    timeoutMs: 60_000,
    responseSize: 'list',
  });
  return { snapshots: snapshots.map(factsOf), next: next ?? null };
}

export interface SnapshotInFull extends ServerSnapshot {
  includesGlobalState: boolean | null;
  /** Shards and bytes of each index; null: this server does not say without reading every shard's files. */
  indexSizes: ByName<{ shards: number; bytes: number }> | null;
}

interface RawExtras {
  include_global_state?: unknown;
  index_details?: ByName<{ shard_count: number; size_in_bytes: number }>;
}
const extrasShape: Shape<RawExtras> = object({
  index_details: optional(named(object({ shard_count: count, size_in_bytes: number }))),
});
const inFullShape: Shape<RawSnapshot & RawExtras> = (value): value is RawSnapshot & RawExtras =>
  snapshotShape(value) && extrasShape(value);

function inFullOf(raw: RawSnapshot & RawExtras): SnapshotInFull {
  const snapshot = snapshotOf(raw);
  return {
    ...snapshot,
    includesGlobalState: typeof raw.include_global_state === 'boolean' ? raw.include_global_state : null,
    indexSizes:
      // Of a running one they are not known yet.
      raw.index_details === undefined || snapshot.state === 'IN_PROGRESS'
        ? null
        : byName(
            entriesOf(raw.index_details).map(([name, { shard_count: shards, size_in_bytes: bytes }]) => [
              name,
              { shards, bytes },
            ]),
          ),
  };
}

/** As `readSnapshot`, with the shards and the size of each index where the server has them ready (7.14 and later). */
export async function readSnapshotInFull(
  cluster: Cluster,
  repository: string,
  name: string,
  signal?: AbortSignal,
): Promise<SnapshotInFull | null> {
  const { snapshotPages } = capabilitiesOf(await cluster.identity(signal));
  try {
    const { snapshots } = await cluster.request({
      method: 'GET',
      path: snapshotPath(repository, name),
      query: snapshotPages ? { index_details: true } : {},
      shape: object({ snapshots: optional(listOf(inFullShape)) }),
      signal,
      timeoutMs: 60_000,
      responseSize: 'list',
    });
    const raw = snapshots?.find(({ snapshot }) => snapshot === name);
    return raw === undefined ? null : inFullOf(raw);
  } catch (error) {
    if (isAppError(error) && error.details['type'] === 'snapshot_missing_exception') return null;
    throw error;
  }
}
