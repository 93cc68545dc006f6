import { formatList } from '../../format.ts';
import type { RestorePlan, RestoreResult } from './schema.ts';

/**
 * What a restore does to the index that it writes into. Every sentence about what is safe, what can be undone and what
 * has to be confirmed follows from this alone.
 */
export interface TargetUse {
  /**
   * `creates`: a new index. `continues`: an index that an unfinished run of the same restore created. `adds`: an index
   * that existed before; its documents are kept or overwritten, and there is no undo.
   */
  how: 'creates' | 'continues' | 'adds';
  /** The aliases that point to it: with one, it is live, and searches see every document as it is written. */
  aliases: readonly string[];
}

/** Plans of older versions have no `target.aliases`. */
export type PlannedTarget = Pick<RestorePlan, 'alias' | 'before' | 'resume'> & {
  target: Pick<RestorePlan['target'], 'index' | 'uuid'> & {
    aliases?: readonly string[];
    short?: string | null | undefined;
  };
};

export function targetUseOf({ alias, before, resume, target }: PlannedTarget): TargetUse {
  if (target.uuid === null) return { how: 'creates', aliases: [] };
  const known = target.aliases ?? [];
  const isTarget = alias !== null && before.some(({ index }) => index === target.index);
  return {
    how: resume === null ? 'adds' : 'continues',
    aliases: isTarget && !known.includes(alias) ? [alias, ...known] : known,
  };
}

/** Of a retry of the documents that `earlier` rejected: the index is there, and may have become live since the plan. */
export function targetUseOfRetry(
  plan: PlannedTarget,
  { alias, switched }: Pick<RestoreResult, 'alias' | 'switched'>,
): TargetUse {
  const { how, aliases } = targetUseOf(plan);
  return {
    how: how === 'creates' ? 'continues' : how,
    aliases: switched && alias !== null && !aliases.includes(alias) ? [alias, ...aliases] : aliases,
  };
}

export const isLive = ({ aliases }: TargetUse): boolean => aliases.length > 0;

/** What is written can't be taken out again: the index had documents of its own, or searches saw it meanwhile. */
export const isIrreversible = (use: TargetUse): boolean => use.how === 'adds' || isLive(use);

/** "government points to it", "a and b point to it". */
export const pointToIt = (aliases: readonly string[], it = 'it'): string =>
  `${formatList(aliases)} ${aliases.length === 1 ? 'points' : 'point'} to ${it}`;

/** Whether the restore ends with a move of the alias. False where the alias points to the index as it would afterwards. */
export function movesAlias({
  after,
  alias,
  before,
  switchAlias,
  target,
}: Pick<RestorePlan, 'after' | 'alias' | 'before' | 'switchAlias'> & { target: { index: string } }): boolean {
  if (!switchAlias || alias === null) return false;
  if (!before.some(({ index }) => index === target.index)) return true;
  const names = (state: readonly { index: string }[]) => state.map(({ index }) => index).sort();
  return names(before).join('\n') !== names(after).join('\n');
}
