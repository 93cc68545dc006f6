import type { CleanUpEntry, CleanUpPlan } from './schema.ts';

/** A line of the list: an alias with the number of its indices to delete (`going`), or one index. */
export type DecidedLine =
  | { kind: 'group'; alias: string; going: number; entries: number }
  | { kind: 'entry'; alias: string; entry: CleanUpEntry };

/** The visible lines of a long plan. */
export interface DecidedWindow {
  from: number;
  lines: DecidedLine[];
  /** How many indices each alias has, in the order of the list. */
  runs: number[];
}

/** Aliases with indices to delete come first. Pure. */
export function decidedLines(groups: CleanUpPlan['groups']): DecidedLine[] {
  const counted = groups.map((group) => ({ ...group, going: group.entries.filter((entry) => entry.goes).length }));
  return counted
    .sort((a, b) => Number(b.going > 0) - Number(a.going > 0) || (a.alias < b.alias ? -1 : 1))
    .flatMap(({ alias, entries, going }): DecidedLine[] => [
      { kind: 'group', alias, going, entries: entries.length },
      ...entries.map((entry): DecidedLine => ({ kind: 'entry', alias, entry })),
    ]);
}

/** How many aliases have indices to delete. */
export const aliasesToDelete = (groups: CleanUpPlan['groups']): number =>
  groups.filter(({ entries }) => entries.some(({ goes }) => goes)).length;
