import { AppError } from '../../errors.ts';
import { isTyped, textToType, type IndexToType } from '../../index-to-type.ts';
import { isLive, targetUseOf, type PlannedTarget } from './target-use.ts';

/**
 * The index whose name is typed before a page's restore writes into an index that is live or has documents, because that
 * can't be undone; null: nothing is asked.
 */
export function indexToType(plan: PlannedTarget & { target: { documents: number | null } }): IndexToType | null {
  const use = targetUseOf(plan);
  const overwrites = use.how === 'adds' && plan.target.documents !== 0;
  return isLive(use) || overwrites ? { name: plan.target.index, short: plan.target.short ?? null } : null;
}

/** Throws `invalid_input` where the name of the index is asked for and was not typed. */
export function requireTypedIndex(plan: Parameters<typeof indexToType>[0], typed: string | undefined): void {
  const asked = indexToType(plan);
  if (asked === null || (typed !== undefined && isTyped(typed, asked))) return;
  throw new AppError(
    'invalid_input',
    `Type the index’s name, ${textToType(asked)}, to confirm writing into it: that can’t be undone.`,
    {
      hint: 'Nothing was changed.',
      details: { fields: { typedIndex: `Type ${textToType(asked)}.` } },
    },
  );
}
