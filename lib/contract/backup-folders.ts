import type { IndexSummary } from './indices.ts';

/** Where backups of an alias may be filed: under its name, that of an index behind it, or of another alias of one. */
export const foldersOf = (alias: string, live: readonly IndexSummary[]): string[] => [
  ...new Set([alias, ...live.flatMap((index) => [index.name, ...index.aliases.map((membership) => membership.alias)])]),
];
