import { groupOfIndex } from '../../contract/index-group.ts';
import type { ClusterIndices } from '../../contract/indices.ts';
import type { ReplayChoice } from './schema.ts';

/** What the cluster's names mean to a replay. */
export interface NamesOfIndices {
  /** Names under which a request is for the restored index; null: all indices are replayed. */
  indices: string[] | null;
  /** Whether a request that names it must not be sent. */
  isOldIndex: (name: string) => boolean;
}

/**
 * `list`: of the cluster that the target writes to; null: it is not asked. `only`: aliases whose requests are replayed; null:
 * all.
 */
export const namesOf = (
  list: Pick<ClusterIndices, 'indices'> | null,
  only: readonly string[] | null,
  choice: ReplayChoice,
): NamesOfIndices => (list === null ? namesWithoutCluster(choice) : namesOnCluster(list, only, choice));

/** It may reach the old index, too. */
const isPattern = (name: string): boolean => name === '_all' || name.includes('*') || name.startsWith('-');

/** Without a cluster: an index whose name has a time is one of an alias, as it was when the requests were captured. */
function namesWithoutCluster({ mapIndex }: ReplayChoice): NamesOfIndices {
  const known = new Set(mapIndex.flatMap(({ from, to }) => [from, to]));
  return { indices: null, isOldIndex: (name) => isPattern(name) || (!known.has(name) && groupOfIndex(name) !== null) };
}

/**
 * An index is old that no alias points to, while it is there or has a name of an alias's index: a request to it would
 * write to what is kept as the way back, or make it again.
 */
function namesOnCluster(
  { indices }: Pick<ClusterIndices, 'indices'>,
  only: readonly string[] | null,
  { mapIndex }: ReplayChoice,
): NamesOfIndices {
  const mapped = new Set(mapIndex.map(({ from }) => from));
  const live = new Set(indices.filter(({ aliases }) => aliases.length > 0).map(({ name }) => name));
  const aliases = new Set(indices.flatMap((index) => index.aliases.map((membership) => membership.alias)));
  const existing = new Set(indices.map(({ name }) => name));
  const isOldIndex = (name: string) =>
    isPattern(name) ||
    (!mapped.has(name) && !live.has(name) && !aliases.has(name) && (existing.has(name) || groupOfIndex(name) !== null));
  if (only === null) return { indices: null, isOldIndex };
  const ofAlias = indices.filter((index) => index.aliases.some((membership) => only.includes(membership.alias)));
  const old = [...existing, ...mapped].filter((name) => only.includes(groupOfIndex(name) ?? ''));
  return { indices: [...new Set([...only, ...ofAlias.map(({ name }) => name), ...old, ...mapped])], isOldIndex };
}
