import type { ByWord } from '../../contract/by-name.ts';
import { AppError } from '../../errors.ts';
import { clip } from '../client/response-limits.ts';
import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { acknowledged, count, flag, listOf, object, optional, orNull, text } from '../client/shape.ts';
import { readUuid } from './describe-index.ts';
import { encodeIndexName } from './index-name.ts';

type Settings = ByWord<unknown>;

/**
 * Creates an index with these settings and mappings and returns its uuid. Does not wait for shards. Throws `index_exists`;
 * after a transient failure the index may exist. Mappings for 6.8 have a type.
 */
export async function createIndex(
  cluster: Cluster,
  index: string,
  body: { settings: Settings; mappings: ByWord<unknown>; aliases?: ByWord<object> },
  signal?: AbortSignal,
): Promise<{ uuid: string }> {
  const capabilities = capabilitiesOf(await cluster.identity(signal));
  const hasMappingTypes = !capabilities.breaking7 && Object.keys(body.mappings).length > 0;
  const path = `/${encodeIndexName(index)}`;
  await cluster.request({
    method: 'PUT',
    path,
    // 0: shards that cannot be allocated (by a template or an allocation rule) must not delay the response.
    query: { wait_for_active_shards: 0, ...(hasMappingTypes ? { include_type_name: true } : {}) },
    body,
    shape: acknowledged,
    signal,
    // A busy master takes long, and after a lost response the index exists all the same.
    timeoutMs: 120_000,
  });
  return { uuid: await readUuid(cluster, index, signal) };
}

/** Deletes one index by its concrete name. The caller compares uuid and aliases just before, and checks after a failure. */
export async function deleteIndex(cluster: Cluster, index: string, signal?: AbortSignal): Promise<void> {
  await cluster.request({
    method: 'DELETE',
    path: `/${encodeIndexName(index)}`,
    query: { expand_wildcards: 'none' },
    shape: acknowledged,
    signal,
    timeoutMs: 120_000,
  });
}

/** Opens a closed index; does nothing to an open one. Does not wait: `waitForShards` does. */
export async function openIndex(cluster: Cluster, index: string, signal?: AbortSignal): Promise<void> {
  await cluster.request({
    method: 'POST',
    path: `/${encodeIndexName(index)}/_open`,
    query: { wait_for_active_shards: 0 },
    shape: acknowledged,
    idempotent: true,
    signal,
    timeoutMs: 120_000,
  });
}

/**
 * Closes an index; does nothing to a closed one. After a failure, and where not every shard could be closed, the caller
 * reads the state.
 */
export async function closeIndex(cluster: Cluster, index: string, signal?: AbortSignal): Promise<void> {
  await cluster.request({
    method: 'POST',
    path: `/${encodeIndexName(index)}/_close`,
    shape: acknowledged,
    idempotent: true,
    signal,
    timeoutMs: 120_000,
  });
}

/**
 * Waits until the index is at least `status` (yellow: all primaries are active; green: replicas too). False: not within
 * `timeoutMs`. Polls for 5 s at a time, so that a cancel and a broken connection are noticed.
 */
export async function waitForShards(
  cluster: Cluster,
  index: string,
  status: 'yellow' | 'green',
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const remainingMs = Math.ceil(Math.max(0, deadline - performance.now()));
    const response = await cluster.request({
      method: 'GET',
      path: `/_cluster/health/${encodeIndexName(index)}`,
      query: { wait_for_status: status, timeout: `${Math.min(5000, remainingMs)}ms` },
      accept: [408],
      shape: orNull(object({ status: text, timed_out: flag })),
      signal,
    });
    if (response !== null && !response.timed_out && (response.status === 'green' || response.status === status))
      return true;
    if (remainingMs === 0) return false;
  }
}

/** Keys are flat; null resets a setting. Sends nothing where there are no settings. */
export async function putSettings(
  cluster: Cluster,
  index: string,
  settings: Settings,
  signal?: AbortSignal,
): Promise<void> {
  if (Object.keys(settings).length === 0) return;
  await cluster.request({
    method: 'PUT',
    path: `/${encodeIndexName(index)}/_settings`,
    body: settings,
    shape: acknowledged,
    idempotent: true,
    signal,
  });
}

export const refreshShape = object({
  _shards: object({
    total: count,
    failed: count,
    failures: optional(listOf(object({ reason: optional(object({ reason: optional(text) })) }))),
  }),
});

/** Throws `cluster_error` where a shard failed, because a count after that would be too small. */
export async function refreshIndex(cluster: Cluster, index: string, signal?: AbortSignal): Promise<void> {
  const { _shards } = await cluster.request({
    method: 'POST',
    path: `/${encodeIndexName(index)}/_refresh`,
    shape: refreshShape,
    idempotent: true,
    signal,
    timeoutMs: 300_000,
  });
  if (_shards.failed > 0) {
    const reason = clip(_shards.failures?.[0]?.reason?.reason ?? 'no reason given');
    throw new AppError('cluster_error', `${_shards.failed} shards of ${index} could not be refreshed: ${reason}.`, {
      hint: 'Check the cluster’s health.',
    });
  }
}
