import { isNamedBy } from '../../contract/index-pattern.ts';
import { groupOfIndex } from '../../contract/index-group.ts';
import type { ClusterIndices, IndexSummary } from '../../contract/indices.ts';
import type { ScheduleSelection } from '../../contract/schedule.ts';
import { resolveSelection } from '../../scheduling/covers.ts';

/** Whose backups a plan decides about. */
export interface RetentionScope {
  /** The names that their backups are found by: aliases, and groups and names of indices. */
  names: ReadonlySet<string>;
  /** Whether a backup of this index is covered by one of the names; null: its index is unknown. */
  covers: (name: string, index: string | null) => boolean;
  /** The indices that were selected by their names. */
  indices: ReadonlySet<string>;
  /** Selected names that are not on the cluster. */
  missing: readonly string[];
  /** The indices of a name now; empty: it is neither an alias nor an index. */
  live: (name: string) => readonly IndexSummary[];
}

/**
 * The aliases and indices that a schedule covers now. An alias or a group belongs to selected indices where it has no other now,
 * and then only with its backups of indices that the patterns match. Pure.
 */
export function scopeOf(what: ScheduleSelection, all: ClusterIndices): RetentionScope {
  const { aliases, indices, missing } = resolveSelection(what, all);
  const live = liveIndices(all.indices);
  const selected = new Set(indices);
  const named = new Set(aliases);
  const names = new Set(aliases);
  for (const index of all.indices) {
    if (!selected.has(index.name)) continue;
    for (const name of namesOf(index)) if (live(name).every((each) => selected.has(each.name))) names.add(name);
  }
  const patterns = what.indices.map(isNamedBy);
  const covers = (name: string, index: string | null) =>
    names.has(name) && (named.has(name) || index === null || patterns.some((isNamed) => isNamed(index)));
  return { names, covers, indices: selected, missing, live };
}

const namesOf = ({ aliases, name }: IndexSummary): string[] => [
  name,
  groupOfIndex(name) ?? name,
  ...aliases.map(({ alias }) => alias),
];

function liveIndices(indices: readonly IndexSummary[]): (name: string) => readonly IndexSummary[] {
  const named = new Map<string, IndexSummary[]>();
  const add = (name: string, index: IndexSummary) => {
    const known = named.get(name);
    if (known) known.push(index);
    else named.set(name, [index]);
  };
  for (const index of indices) {
    for (const { alias } of index.aliases) add(alias, index);
    if (!named.has(index.name)) add(index.name, index);
  }
  return (name) => named.get(name) ?? [];
}
