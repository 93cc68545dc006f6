import { AppError } from '../../errors.ts';
import { encodeIndexName } from '../admin/index-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { count, object } from '../client/shape.ts';

/** Top-level documents that a search sees now. Throws `cluster_error` where a shard did not answer. */
export async function countDocuments(cluster: Cluster, index: string, signal?: AbortSignal): Promise<number> {
  const response = await cluster.request({
    method: 'GET',
    path: `/${encodeIndexName(index)}/_count`,
    shape: object({ count, _shards: object({ failed: count, total: count }) }),
    signal,
  });
  if (response._shards.failed > 0)
    throw new AppError(
      'cluster_error',
      `${response._shards.failed} of ${response._shards.total} shards of ${index} did not count.`,
      { hint: 'The index is not complete right now; check the cluster’s health.' },
    );
  return response.count;
}
