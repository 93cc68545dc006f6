import { abortable } from '../abortable.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { AliasMembership, ClusterIndices, IndexSummary } from '../contract/indices.ts';
import type { FoundSide } from '../contract/looked-up.ts';
import { AppError } from '../errors.ts';
import { formatList } from '../format.ts';
import { MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import type { SearchedIndex } from '../looking-up/search-side.ts';

export type NamedIndex = SearchedIndex & Pick<FoundSide, 'alias' | 'live'>;

/**
 * The one index of a name: its own, or that of an alias. Throws `not_found`, and `refused` where it is closed or the alias
 * has several.
 */
export async function findSearchedIndex(
  cluster: ConfiguredCluster,
  name: string,
  signal: AbortSignal,
): Promise<NamedIndex> {
  const list = (maxAgeMs: number) =>
    abortable(readsOf(cluster.key).indices.read({ maxAgeMs, waitMs: MAX_WAIT_MS }), signal);
  let listing = await list(MAX_AGE_MS);
  // It may be some seconds old: a restore makes an index, and leads here.
  if (candidates(listing.indices, name).length === 0) listing = await list(0);
  const found = candidates(listing.indices, name);
  const [index, ...more] = found;
  if (index === undefined) throw notListed(listing, name);
  if (more.length > 0)
    throw new AppError('refused', `${name} points to ${formatList(found.map((each) => each.name))}.`, {
      hint: 'Choose one of them: a look-up searches one index on each side.',
    });
  if (index.state === 'closed')
    throw new AppError('refused', `${index.name} is closed.`, {
      hint: 'A closed index can’t be searched. Open it first.',
    });
  const membership = index.name === name ? undefined : index.aliases.find(({ alias }) => alias === name);
  const alias = membership === undefined ? null : describeAlias(membership);
  return {
    index: index.name,
    path: alias?.filtered === true || alias?.routed === true ? name : index.name,
    alias,
    live: index.aliases.length > 0,
  };
}

function notListed({ onDotIndices = [] }: ClusterIndices, name: string): AppError {
  const hidden = name.startsWith('.') ? name : onDotIndices.find(({ alias }) => alias === name)?.index;
  if (hidden === undefined)
    return new AppError('not_found', `There is no index or alias called ${name}.`, { hint: 'Choose another one.' });
  return new AppError('refused', `${hidden} is not searched: its name begins with a dot.`, {
    hint: 'Such indices belong to the cluster or its plugins. Choose another one.',
  });
}

function candidates(indices: readonly IndexSummary[], name: string): IndexSummary[] {
  const own = indices.filter((index) => index.name === name);
  return own.length > 0 ? own : indices.filter(({ aliases }) => aliases.some(({ alias }) => alias === name));
}

const describeAlias = ({ alias, filter, searchRouting }: AliasMembership): NonNullable<FoundSide['alias']> => ({
  name: alias,
  filtered: filter !== undefined,
  routed: searchRouting !== undefined,
});
