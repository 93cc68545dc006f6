import type { Cluster } from './cluster.ts';
import { anything, byName, object, someByName } from './shape.ts';

/** The names of all aliases of one concrete index, loading aliases too. */
export async function readAliasNames(cluster: Cluster, index: string, signal?: AbortSignal): Promise<string[]> {
  const answer = await cluster.request({
    method: 'GET',
    path: `/${encodeURIComponent(index)}/_alias`,
    query: { expand_wildcards: 'all' },
    answer: someByName(object({ aliases: byName(anything) })),
    signal,
  });
  return Object.keys(answer[index]?.aliases ?? {}).sort();
}
