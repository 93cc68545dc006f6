import type { AliasMembership, IndexSummary } from './indices.ts';

/** Searches through this alias may find only a part of the index: it has a filter, or a routing of searches. */
export const isNarrowed = ({ filter, searchRouting }: AliasMembership): boolean =>
  filter !== undefined || searchRouting !== undefined;

/** Some search through the alias may find only a part of one of these indices. */
export const isAliasNarrowed = (alias: string, indices: readonly Pick<IndexSummary, 'aliases'>[]): boolean =>
  indices.some((index) => index.aliases.some((membership) => membership.alias === alias && isNarrowed(membership)));

/** The documents of the index that a search through the alias finds; null: unknown. */
export function documentsShown(index: Pick<IndexSummary, 'documents' | 'narrowed'>, alias: string): number | null {
  const narrowed = index.narrowed?.find((each) => each.alias === alias);
  return narrowed === undefined ? index.documents : narrowed.documents;
}
