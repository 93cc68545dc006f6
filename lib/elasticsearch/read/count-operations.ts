import { encodeIndexName } from '../admin/index-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { count, object } from '../client/shape.ts';
import { AppError } from '../../errors.ts';
import { aboveMark, upToMark } from './by-sequence-number.ts';

/**
 * The documents of one shard whose last operation has a sequence number up to `mark`, and those with a higher one. Documents keep
 * their numbers through a snapshot and its restore (tried on six servers).
 */
export async function countAroundMark(
  cluster: Cluster,
  { index, shard, mark }: { index: string; shard: number; mark: number },
  signal?: AbortSignal,
): Promise<{ upTo: number; above: number }> {
  const ask = async (query: object): Promise<number> => {
    const response = await cluster.request({
      method: 'POST',
      path: `/${encodeIndexName(index)}/_count`,
      query: { preference: `_shards:${shard}` },
      body: { query },
      shape: object({ count, _shards: object({ failed: count }) }),
      idempotent: true,
      signal,
    });
    if (response._shards.failed > 0)
      throw new AppError('cluster_error', `Shard ${shard} of ${index} did not count its documents.`);
    return response.count;
  };
  const [upTo, above] = await Promise.all([ask(upToMark(mark)), ask(aboveMark(mark))]);
  return { upTo, above };
}
