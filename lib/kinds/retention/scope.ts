import { groupOfIndex } from '../../contract/index-group.ts';
import type { ClusterIndices, IndexSummary } from '../../contract/indices.ts';
import type { ScheduleSelection } from '../../contract/schedule.ts';
import { resolveSelection } from '../../scheduling/covers.ts';

/** Whose backups a plan decides about. */
export interface RetentionScope {
  /** The names that their backups are found by: aliases, and groups and names of indices. */
  names: ReadonlySet<string>;
  /** The indices that were selected by their names. */
  indices: ReadonlySet<string>;
  /** Selected names that are not on the cluster. */
  missing: readonly string[];
  /** The indices of a name now; empty: it is neither an alias nor an index. */
  live: (name: string) => readonly IndexSummary[];
}

/**
 * The aliases and indices that a schedule covers now. An alias belongs to selected indices where it points to no other. Pure.
 */
export function scopeOf(what: ScheduleSelection, all: ClusterIndices): RetentionScope {
  const { aliases, indices, missing } = resolveSelection(what, all);
  const live = liveIndices(all.indices);
  const selected = new Set(indices);
  const names = new Set(aliases);
  for (const index of all.indices) {
    if (!selected.has(index.name)) continue;
    names.add(index.name);
    names.add(groupOfIndex(index.name) ?? index.name);
    for (const { alias } of index.aliases) if (live(alias).every(({ name }) => selected.has(name))) names.add(alias);
  }
  return { names, indices: selected, missing, live };
}

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
