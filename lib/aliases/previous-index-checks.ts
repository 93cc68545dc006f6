import type { ClusterHealth } from '../contract/cluster.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type { AliasTarget, Check } from '../contract/plan.ts';
import { blockChecks } from './block-checks.ts';

/** For each index that the alias leaves: the blocks that prevent removing the alias, and the other aliases of the index. */
export function previousIndexChecks(
  before: readonly Pick<AliasTarget, 'index'>[],
  after: readonly Pick<AliasTarget, 'index'>[],
  alias: string,
  { indices, health }: { indices: readonly IndexSummary[]; health: ClusterHealth | null },
): Check[] {
  return before
    .filter(({ index }) => !after.some((next) => next.index === index))
    .flatMap(({ index }) => {
      const summary = indices.find(({ name }) => name === index);
      return summary ? [...blockChecks(summary, 'before', health), ...otherAliasChecks(summary, alias)] : [];
    });
}

/** Searches through another alias still reach the previous index: a damaged index may have two aliases. */
function otherAliasChecks(index: IndexSummary, alias: string): Check[] {
  const others = index.aliases.map((membership) => membership.alias).filter((other) => other !== alias);
  if (others.length === 0) return [];
  const single = others.length === 1;
  return [
    {
      id: `stays-${index.name}`,
      level: 'warn',
      title: `${index.name} has other aliases`,
      detail: `${others.join(', ')} ${single ? 'points' : 'point'} to it as well, and ${single ? 'is' : 'are'} not switched.`,
      hint: `If ${single ? 'it must' : 'they must'} be switched too, do that afterwards.`,
    },
  ];
}

/**
 * An alias may point to what the list of indices leaves out: data streams, which have no uuid, and the cluster's own
 * indices. Such an alias can't be moved, because neither the plan nor an undo could name what it pointed to.
 */
export function unsupportedAliasChecks(alias: string, before: readonly Pick<AliasTarget, 'index' | 'uuid'>[]): Check[] {
  const systemIndices = before.filter(({ index }) => index.startsWith('.')).map(({ index }) => index);
  if (systemIndices.length > 0)
    return [
      {
        id: 'own-index',
        level: 'refuse',
        title: `${alias} points to ${systemIndices.join(', ')}`,
        detail:
          'Indices whose names start with a dot belong to the cluster, and Restore Desk does not change them; an undo could not restore them.',
        hint: 'Choose another alias.',
      },
    ];
  const dataStreams = before.filter(({ uuid }) => uuid === '').map(({ index }) => index);
  if (dataStreams.length === 0) return [];
  return [
    {
      id: 'data-stream',
      level: 'refuse',
      title: `${alias} points to a data stream`,
      detail: `${dataStreams.join(', ')} is no index, and an undo could not put it back.`,
      hint: 'Restore Desk switches aliases of indices only. Choose another alias; data streams are backed up by snapshots.',
    },
  ];
}
