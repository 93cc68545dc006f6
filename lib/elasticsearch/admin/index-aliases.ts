import { at, namesOf } from '../../contract/by-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { anything, named, object, someNamed } from '../client/shape.ts';

/** The names of all aliases of one concrete index, loading aliases too. */
export async function readAliasNames(cluster: Cluster, index: string, signal?: AbortSignal): Promise<string[]> {
  const answer = await cluster.request({
    method: 'GET',
    path: `/${encodeURIComponent(index)}/_alias`,
    query: { expand_wildcards: 'all' },
    answer: someNamed(object({ aliases: named(anything) })),
    signal,
    size: 'list',
  });
  return namesOf(at(answer, index)?.aliases).sort();
}
