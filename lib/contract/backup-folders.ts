import type { IndexSummary } from './indices.ts';

/** Folders that may have backups of an alias: named after it, one of its indices, or another alias of one of those. */
export const foldersOf = (alias: string, live: readonly IndexSummary[]): string[] => [
  ...new Set([alias, ...live.flatMap((index) => [index.name, ...index.aliases.map((membership) => membership.alias)])]),
];
