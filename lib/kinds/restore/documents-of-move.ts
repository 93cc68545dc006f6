import type { DocumentsOfMove } from '../../contract/documents-of-move.ts';
import { sumOrNull } from '../../sum-or-null.ts';
import type { RestorePlan } from './schema.ts';

/**
 * Documents behind the alias before and after the move at the end of a restore; undefined: no alias moves. Whole indices are
 * compared, without the alias's filter. A restore adds to an existing index, and deletes nothing in it. Pure.
 */
export function documentsOfMove({
  after,
  alias,
  backup,
  before,
  switchAlias,
  target,
}: Pick<RestorePlan, 'after' | 'alias' | 'before' | 'switchAlias' | 'target'> & {
  backup: Pick<RestorePlan['backup'], 'documents'>;
}): DocumentsOfMove | undefined {
  if (!switchAlias || alias === null || before.length === 0) return undefined;
  const live = new Map(before.map(({ documents, index }) => [index, documents]));
  return {
    before: sumOrNull([...live.values()]),
    after: sumOrNull(
      after.map(({ index }) =>
        index === target.index ? Math.max(backup.documents, target.documents ?? 0) : (live.get(index) ?? null),
      ),
    ),
  };
}
