import type { AliasState } from '../contract/plan.ts';

/**
 * The index that a write through the alias reaches, as the server decides it (docs/elasticsearch.md): the one with the
 * write flag, else the only index, unless its flag is false. null: the server refuses the write.
 */
export function writeTargetOf(state: Pick<AliasState[number], 'index' | 'membership'>[]): string | null {
  const flagged = state.filter(({ membership }) => membership.isWriteIndex === true);
  if (flagged.length > 0) return flagged.length === 1 ? flagged[0]!.index : null;
  const [only, ...others] = state;
  return only !== undefined && others.length === 0 && only.membership.isWriteIndex === undefined ? only.index : null;
}
