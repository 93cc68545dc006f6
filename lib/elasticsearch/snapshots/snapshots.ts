import type { ByWord } from '../../contract/by-name.ts';
import { AppError, isAppError } from '../../errors.ts';
import { capabilitiesOf } from '../capabilities.ts';
import type { Cluster } from '../client/cluster.ts';
import {
  acknowledged,
  anything,
  count,
  flag,
  listOf,
  number,
  object,
  optional,
  text,
  type Shape,
} from '../client/shape.ts';
import { pathOf } from './repositories.ts';

/** One snapshot as its repository has it, once it has ended; counts and times of a running one mean nothing (tried). */
export interface ServerSnapshot {
  name: string;
  uuid: string;
  /** IN_PROGRESS, SUCCESS, PARTIAL, FAILED, INCOMPATIBLE. */
  state: string;
  indices: string[];
  startedAt: string | null;
  endedAt: string | null;
  /** As the server writes it. A snapshot of another product has an invented one (tried). */
  version: string | null;
  shards: { total: number; failed: number } | null;
  failures: { index: string; shard: number; reason: string }[];
  /** Why it failed as a whole; null: it did not, or the server does not say. */
  reason: string | null;
  /** The metadata that the client added when it took the snapshot; null: none, or Elasticsearch 6. */
  metadata: ByWord<unknown> | null;
}

export interface RawSnapshot {
  snapshot: string;
  uuid: string;
  state?: string;
  indices?: string[];
  version?: string;
  start_time_in_millis?: number;
  end_time_in_millis?: number;
  shards?: { total: number; failed: number };
  failures?: { index: string; shard_id: number; reason: string }[];
  reason?: string;
  metadata?: unknown;
}
export const snapshotShape: Shape<RawSnapshot> = object({
  snapshot: text,
  uuid: text,
  state: optional(text),
  indices: optional(listOf(text)),
  version: optional(text),
  start_time_in_millis: optional(number),
  end_time_in_millis: optional(number),
  shards: optional(object({ total: count, failed: count })),
  failures: optional(listOf(object({ index: text, shard_id: count, reason: text }))),
  reason: optional(text),
  metadata: optional(anything),
});

/** null: there is none of this name. Throws `not_found` where the repository is missing. */
export async function readSnapshot(
  cluster: Cluster,
  repository: string,
  name: string,
  signal?: AbortSignal,
): Promise<ServerSnapshot | null> {
  try {
    const { snapshots } = await cluster.request({
      method: 'GET',
      path: snapshotPath(repository, name),
      shape: object({ snapshots: optional(listOf(snapshotShape)) }),
      signal,
      timeoutMs: 60_000,
      responseSize: 'list',
    });
    const found = snapshots?.find(({ snapshot }) => snapshot === name);
    return found ? snapshotOf(found) : null;
  } catch (error) {
    if (isAppError(error) && error.details['type'] === 'snapshot_missing_exception') return null;
    throw error;
  }
}

const timeOf = (ms: number | undefined): string | null =>
  ms === undefined || ms <= 0 ? null : new Date(ms).toISOString();

export const snapshotOf = (raw: RawSnapshot): ServerSnapshot => ({
  name: raw.snapshot,
  uuid: raw.uuid,
  state: raw.state ?? '',
  indices: raw.indices ?? [],
  startedAt: timeOf(raw.start_time_in_millis),
  endedAt: raw.state === 'IN_PROGRESS' ? null : timeOf(raw.end_time_in_millis),
  version: raw.version ?? null,
  shards: raw.state === 'IN_PROGRESS' ? null : (raw.shards ?? null),
  failures: (raw.failures ?? []).map(({ index, shard_id: shard, reason }) => ({ index, shard, reason })),
  reason: raw.reason ?? null,
  metadata:
    typeof raw.metadata === 'object' && raw.metadata !== null && !Array.isArray(raw.metadata)
      ? (raw.metadata as ByWord<unknown>)
      : null,
});

export interface SnapshotToTake {
  repository: string;
  name: string;
  /** Concrete names, at least one: a server takes an empty list for all indices. */
  indices: readonly string[];
  metadata: ByWord<unknown>;
}

export const bodyOfSnapshot = (
  { indices, metadata }: Pick<SnapshotToTake, 'indices' | 'metadata'>,
  takesMetadata: boolean,
): ByWord<unknown> => ({
  indices,
  ignore_unavailable: false,
  include_global_state: false,
  partial: false,
  ...(takesMetadata ? { metadata } : {}),
});

/**
 * Begins a snapshot, and does not wait for it. After a failure that is no refusal it may have begun: the caller looks for its
 * name. Elasticsearch 6 hangs where another one runs (tried), so the caller looks first.
 */
export async function beginSnapshot(cluster: Cluster, snapshot: SnapshotToTake, signal?: AbortSignal): Promise<void> {
  if (snapshot.indices.length === 0)
    throw new AppError('refused', 'A snapshot without an index would hold all of them.');
  const { snapshotMetadata } = capabilitiesOf(await cluster.identity(signal));
  await cluster.request({
    method: 'PUT',
    path: snapshotPath(snapshot.repository, snapshot.name),
    query: { wait_for_completion: false },
    body: bodyOfSnapshot(snapshot, snapshotMetadata),
    shape: object({ accepted: flag }),
    signal,
    timeoutMs: 120_000,
  });
}

/** Deletes a snapshot; a running one is cancelled. One that does not exist is no error. */
export async function deleteSnapshot(
  cluster: Cluster,
  repository: string,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await cluster.request({
      method: 'DELETE',
      path: snapshotPath(repository, name),
      shape: acknowledged,
      idempotent: true,
      signal,
      timeoutMs: 600_000,
    });
  } catch (error) {
    if (!isAppError(error) || error.details['type'] !== 'snapshot_missing_exception') throw error;
  }
}

export const snapshotPath = (repository: string, name: string): string =>
  `${pathOf(repository)}/${encodeURIComponent(name)}`;
