import type { BackupManifest } from '../../../contract/backup.ts';
import type { ClusterHealth } from '../../../contract/cluster.ts';
import type { IndexSummary } from '../../../contract/indices.ts';
import type { AliasState, AliasTarget, Check } from '../../../contract/plan.ts';
import { previousIndexChecks, unsupportedAliasChecks } from '../../../aliases/previous-index-checks.ts';

/** Whether the alias can have its name. `needed`: the restore moves it. */
export function aliasNameChecks(alias: string | null, indices: readonly IndexSummary[], needed: boolean): Check[] {
  if (alias === null || !indices.some(({ name }) => name === alias)) return [];
  return [
    {
      id: 'alias-is-index',
      level: needed ? 'refuse' : 'warn',
      title: `${alias} is the name of an index`,
      detail: 'An alias can’t have the name of an index.',
      hint:
        'Restore without moving the alias, or choose another alias. ' +
        'If the index was made by mistake (a write to a missing alias does that), back it up, then delete it.',
    },
  ];
}

/** Whether the alias can move to the restored index, and what that takes away from searches. */
export function switchChecks(
  alias: string,
  before: readonly AliasTarget[],
  wanted: AliasState,
  indices: readonly IndexSummary[],
  health: ClusterHealth | null,
  manifest: BackupManifest | null,
): Check[] {
  return [
    ...aliasNameChecks(alias, indices, true),
    ...unsupportedAliasChecks(alias, before),
    ...(before.length > 1 ? [severalIndices(alias, before, wanted, manifest)] : []),
    ...previousIndexChecks(before, wanted, alias, { indices, health }),
  ];
}

function severalIndices(
  alias: string,
  before: readonly AliasTarget[],
  wanted: AliasState,
  manifest: BackupManifest | null,
): Check {
  const title = `${alias} points to ${before.length} indices`;
  const [replaced, ...more] = before.filter(({ index }) => !wanted.some((kept) => kept.index === index));
  if (replaced && more.length === 0)
    return {
      id: 'several',
      level: 'warn',
      title,
      detail: `Only ${replaced.index}, which the backup is of, is replaced; the others stay behind the alias.`,
    };
  return {
    id: 'several',
    level: 'refuse',
    title,
    detail:
      `The backup is of ${manifest?.index.name ?? 'none of them'}, ` +
      `so moving the alias would take all of ${before.map(({ index }) => index).join(', ')} away from searches.`,
    hint: 'Restore without moving the alias, look at the new index, then switch.',
  };
}
