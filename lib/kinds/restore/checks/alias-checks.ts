import type { ClusterHealth } from '../../../contract/cluster.ts';
import type { IndexSummary } from '../../../contract/indices.ts';
import type { AliasState, AliasTarget, Check } from '../../../contract/plan.ts';
import type { RestoreTarget } from '../choose-target.ts';
import { previousIndexChecks, unsupportedAliasChecks } from '../../../aliases/previous-index-checks.ts';

/** Refuses, or warns about, an alias that has the name of an index. `moves`: the restore moves the alias. */
export function aliasNameChecks(alias: string | null, indices: readonly IndexSummary[], moves: boolean): Check[] {
  if (alias === null || !indices.some(({ name }) => name === alias)) return [];
  return [
    {
      id: 'alias-is-index',
      level: moves ? 'refuse' : 'warn',
      title: `${alias} is the name of an index`,
      detail: 'An alias can’t have the name of an index.',
      hint:
        'Restore without switching the alias, or choose another alias. ' +
        'If the index was created by mistake (a write to a missing alias does that), back it up, then delete it.',
    },
  ];
}

/** The new index would have the name of the alias that is to point to it. */
export const aliasIsTargetChecks = (alias: string | null, { name, existing }: RestoreTarget): Check[] =>
  alias === name && existing === null
    ? [
        {
          id: 'alias-is-target',
          level: 'refuse',
          title: `The new index and its alias can’t both be called ${name}`,
          detail: 'An alias can’t have the name of an index.',
          hint: 'Leave the name of the index out, or restore without switching the alias.',
        },
      ]
    : [];

/**
 * Whether the alias can move to the restored index, and which indices searches no longer see after it. `backedUp`: the index that
 * the backup was made from; null: unknown.
 */
export function aliasMoveChecks(
  alias: string,
  before: readonly AliasTarget[],
  after: AliasState,
  indices: readonly IndexSummary[],
  health: ClusterHealth | null,
  backedUp: string | null,
): Check[] {
  return [
    ...aliasNameChecks(alias, indices, true),
    ...unsupportedAliasChecks(alias, before),
    ...(before.length > 1 ? [severalIndices(alias, before, after, backedUp)] : []),
    ...previousIndexChecks(before, after, alias, { indices, health }),
  ];
}

function severalIndices(
  alias: string,
  before: readonly AliasTarget[],
  after: AliasState,
  backedUp: string | null,
): Check {
  const title = `${alias} points to ${before.length} indices`;
  const [replaced, ...more] = before.filter(({ index }) => !after.some((remaining) => remaining.index === index));
  if (replaced && more.length === 0)
    return {
      id: 'several',
      level: 'warn',
      title,
      detail: `Only ${replaced.index} is replaced; the alias keeps pointing to the others.`,
    };
  return {
    id: 'several',
    level: 'refuse',
    title,
    detail:
      `The backup is of ${backedUp ?? 'none of them'}, ` +
      `so after the switch searches would see none of ${before.map(({ index }) => index).join(', ')}.`,
    hint: 'Restore without switching the alias, check the new index, then switch.',
  };
}
