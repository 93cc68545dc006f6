import type { ClusterFacts } from './cluster-facts.ts';
import { gauge, type Sheet } from './sheet.ts';

const ofAlias = ['cluster', 'alias'] as const;

export const ALIASES = {
  count: gauge('restore_desk_aliases', 'Aliases of the cluster.', ['cluster']),
  leftOut: gauge('restore_desk_aliases_left_out', 'Aliases without metrics: those beyond the first 5,000 by name.', [
    'cluster',
  ]),
  documents: gauge('restore_desk_alias_documents', 'Documents that a search through the alias finds.', ofAlias),
  storeBytes: gauge('restore_desk_alias_store_bytes', 'Size of the alias’s indices with their replicas.', ofAlias),
  indices: gauge(
    'restore_desk_alias_indices',
    'Indices that the alias points to. Searches fail, or miss documents, on closed and red ones.',
    [...ofAlias, 'state'],
  ),
};

export function addAliases(sheet: Sheet, { aliasCount, aliases, cluster: { key: cluster } }: ClusterFacts): void {
  sheet.set(ALIASES.count, { cluster }, aliasCount);
  sheet.set(ALIASES.leftOut, { cluster }, aliasCount === null ? null : aliasCount - aliases.length);
  for (const { alias, documents, indices, storeBytes } of aliases) {
    const of = { cluster, alias };
    sheet.set(ALIASES.documents, of, documents);
    sheet.set(ALIASES.storeBytes, of, storeBytes);
    for (const state of ['open', 'closed', 'red'] as const)
      sheet.set(ALIASES.indices, { ...of, state }, indices[state]);
  }
}
