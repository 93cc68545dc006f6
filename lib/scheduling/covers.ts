import { isDrillIndex } from '../contract/drill-index.ts';
import { isNamedBy } from '../contract/index-pattern.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';
import type { ScheduleSelection } from '../contract/schedule.ts';

/** What a schedule works on, now. */
export interface ResolvedSelection {
  /** By name. */
  aliases: string[];
  /** Those that a pattern or a name selects, by name; not those of the aliases. */
  indices: string[];
  /** Named aliases and indices that don't exist, or belong to the cluster itself. */
  missing: string[];
  /** Patterns that match no index. */
  unmatched: string[];
}

/** Indices of the cluster itself, and those of drills, are never selected. */
const isSelectable = (index: string): boolean => !index.startsWith('.') && !isDrillIndex(index);

/** The aliases and indices of a cluster that are selected. Those of the cluster itself (with a dot) and of drills never are. */
export function resolveSelection(what: ScheduleSelection, { indices }: ClusterIndices): ResolvedSelection {
  const selectable = indices.filter(({ name }) => isSelectable(name));
  const existing = new Set(
    selectable.flatMap(({ aliases }) => aliases.map(({ alias }) => alias)).filter((alias) => !isOwnAlias(alias)),
  );
  const selected = new Set<string>();
  const missing = what.aliases.filter((alias) => !existing.has(alias));
  const unmatched: string[] = [];
  for (const pattern of what.indices) {
    const matching = selectable.filter(isSelectedBy(pattern));
    for (const { name } of matching) selected.add(name);
    if (matching.length === 0) (pattern.includes('*') ? unmatched : missing).push(pattern);
  }
  const aliases = what.all ? [...existing] : what.aliases.filter((alias) => existing.has(alias));
  return {
    aliases: [...new Set(aliases)].sort(),
    indices: [...selected].sort(),
    missing: [...new Set(missing)],
    unmatched: [...new Set(unmatched)],
  };
}

/** A pattern leaves out what a restore is filling: a backup of it would be incomplete. A name does not. */
function isSelectedBy(pattern: string): (index: ClusterIndices['indices'][number]) => boolean {
  const isNamed = isNamedBy(pattern);
  const isPattern = pattern.includes('*');
  return ({ loading, name }) => isNamed(name) && !(isPattern && loading);
}

/** An alias, and the indices to which it points. */
export interface AliasOnIndices {
  alias: string;
  indices: readonly string[];
}

/** Whether a selection contains an alias: by its name, or by patterns that match each of its indices. */
export function covers(what: ScheduleSelection, { alias, indices }: AliasOnIndices): boolean {
  if (isOwnAlias(alias) || (indices.length > 0 && !indices.some(isSelectable))) return false;
  if (what.all || what.aliases.includes(alias)) return true;
  const patterns = what.indices.map(isNamedBy);
  return (
    indices.length > 0 && indices.every((index) => isSelectable(index) && patterns.some((isNamed) => isNamed(index)))
  );
}
