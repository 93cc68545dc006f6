import type { AliasTarget, Check } from '../contract/plan.ts';
import { formatCount, plural } from '../format.ts';
import { sumOrNull } from '../sum-or-null.ts';

/**
 * A warning where `name` has less than half the documents of the indices it replaces. It is no refusal, because undoing a
 * mistake can look like that. An empty index has a warning of its own.
 */
export function documentCountChecks(
  name: string,
  documents: number | null,
  replaced: readonly AliasTarget[],
  noun: 'index' | 'backup',
): Check[] {
  const live = sumOrNull(replaced.map((target) => target.documents));
  if (live === null || documents === null || documents === 0 || documents >= live / 2) return [];
  return [
    {
      id: 'smaller',
      level: 'warn',
      title: 'Much smaller than the live index',
      detail: `${name} has ${plural(documents, 'document')}, the live index has ${formatCount(live)}.`,
      hint: `Make sure that this is the ${noun} you mean.`,
    },
  ];
}
