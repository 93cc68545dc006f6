import type { Cluster } from '../lib/elasticsearch/client/cluster.ts';
import { anything } from '../lib/elasticsearch/client/shape.ts';
import { benchBulk, BENCH_MAPPINGS } from './documents.ts';

/** Makes an index of two shards with so many documents, one segment a shard: every round reads the same. */
export async function seedDocuments(cluster: Cluster, index: string, documents: number): Promise<void> {
  const send = (method: 'POST' | 'PUT', path: string, more: object = {}) =>
    cluster.request({ method, path, shape: anything, timeoutMs: 600_000, ...more });
  const settings = { number_of_shards: 2, number_of_replicas: 0, refresh_interval: '-1' };
  await send('PUT', `/${index}`, { body: { settings, mappings: BENCH_MAPPINGS } });
  for (let from = 0; from < documents; from += 500)
    await send('POST', `/${index}/_bulk`, {
      ndjson: Buffer.from(benchBulk(from, Math.min(documents, from + 500))),
      query: { filter_path: 'errors' },
    });
  await send('POST', `/${index}/_refresh`);
  await send('POST', `/${index}/_forcemerge`, { query: { max_num_segments: 1 } });
  await send('POST', `/${index}/_flush`);
}
