import { at, namesOf, type ByName } from '../contract/by-name.ts';
import type { Cluster } from './cluster.ts';

/** The names of all aliases of one concrete index, loading aliases too. */
export async function readAliasNames(cluster: Cluster, index: string, signal?: AbortSignal): Promise<string[]> {
  const answer = await cluster.request<ByName<{ aliases?: ByName<unknown> } | undefined>>({
    method: 'GET',
    path: `/${encodeURIComponent(index)}/_alias`,
    query: { expand_wildcards: 'all' },
    signal,
    answer: 'list',
  });
  return namesOf(at(answer, index)?.aliases).sort();
}
