import type { ClusterIndices } from '../../contract/indices.ts';
import { listIndices, listNamed } from '../../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import type { Selection } from './choose-indices.ts';

/**
 * The selected indices, and every other index of their aliases, since an alias of several indices is no index's group;
 * every index where all are selected, or where a name doesn't exist and may be misspelt.
 */
export async function listSelected(
  cluster: Cluster,
  selection: Selection,
  signal: AbortSignal,
): Promise<ClusterIndices> {
  const named = [...(selection.aliases ?? []), ...(selection.indices ?? [])];
  if (selection.all || named.length === 0) return listIndices(cluster, signal);
  const requested = new Set(named);
  for (;;) {
    const listed = await listNamed(cluster, [...requested], signal);
    const aliases = new Set(listed.indices.flatMap((index) => index.aliases.map(({ alias }) => alias)));
    const found = new Set([
      ...aliases,
      ...listed.indices.map(({ name }) => name),
      ...(listed.onDotIndices ?? []).map(({ alias }) => alias),
    ]);
    if (!named.every((name) => found.has(name))) return listIndices(cluster, signal);
    const others = [...aliases].filter((alias) => !requested.has(alias));
    if (others.length === 0) return listed;
    for (const alias of others) requested.add(alias);
  }
}
