import { LOOK_UP_HITS } from '../contract/looked-up.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { readDefaultFields } from '../elasticsearch/read/default-fields.ts';
import { findByIds } from '../elasticsearch/read/find-by-ids.ts';
import { searchDocuments } from '../elasticsearch/read/search-documents.ts';
import type { SearchResponse } from '../elasticsearch/read/search-response.ts';
import { nullUnlessCancelled } from '../errors.ts';
import { contentOf } from './content.ts';
import type { SideToMatch } from './match-sides.ts';
import { TITLE_FIELDS } from './title.ts';

/** `path`: the name that is searched: that of the index, or of an alias whose filter or routing applies. */
export interface SearchedIndex {
  index: string;
  path: string;
}

export interface SideSearch {
  found: SearchResponse;
  /** Where a query without field names was searched; null: unknown. */
  defaultFields: string[] | null;
}

/** The first documents of the query in one index. Throws what the cluster throws. */
export async function searchSide(
  cluster: Cluster,
  { index, path }: SearchedIndex,
  clause: object,
  { signal, withFields }: { signal: AbortSignal; withFields: boolean },
): Promise<SideSearch> {
  const [found, defaultFields] = await Promise.all([
    searchDocuments(cluster, path, clause, { signal, fields: TITLE_FIELDS, size: LOOK_UP_HITS }),
    withFields ? readDefaultFields(cluster, index, signal).catch(nullUnlessCancelled) : null,
  ]);
  return { found, defaultFields };
}

/** What the index has of these ids. A failure is not thrown: then it is unknown what it has. */
export async function readKnown(
  cluster: Cluster,
  { path }: SearchedIndex,
  ids: readonly string[],
  clause: object,
  signal: AbortSignal,
): Promise<Omit<SideToMatch, 'hits'>> {
  const found = await findByIds(cluster, path, ids, { clause, keep: contentOf, signal }).catch(nullUnlessCancelled);
  if (found === null) return { known: [], incomplete: 'the index did not say which of these documents it has' };
  return { known: found.hits, incomplete: found.incomplete };
}
