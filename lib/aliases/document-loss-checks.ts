import { documentLoss } from '../contract/document-loss.ts';
import type { DocumentsOfMove } from '../contract/documents-of-move.ts';
import type { AliasTarget, Check } from '../contract/plan.ts';
import { formatMove } from '../format.ts';
import { documentCountChecks } from './document-count-checks.ts';

/**
 * A warning where the alias loses documents by the move, or where their number is unknown; else where the target has less
 * than half the documents of the indices that it replaces. An empty target index has a warning of its own.
 */
export function documentLossChecks(
  alias: string,
  shown: DocumentsOfMove,
  target: { name: string; documents: number | null },
  replaced: readonly AliasTarget[],
  noun: 'index' | 'backup',
): Check[] {
  const loss = documentLoss(shown);
  if (loss === null || (loss.kind === 'all' && target.documents === 0))
    return documentCountChecks(target.name, target.documents, replaced, noun);
  const isUnknown = loss.kind === 'unknown';
  return [
    {
      id: isUnknown ? 'documents-unknown' : 'loses-documents',
      level: 'warn',
      title: isUnknown ? 'How many documents the alias loses is not known' : 'The alias loses documents',
      detail: `After the switch ${alias} shows ${formatMove(loss)}.`,
      hint: `Make sure that this is the ${noun} you mean.`,
    },
  ];
}
