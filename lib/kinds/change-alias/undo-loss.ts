import { documentLoss } from '../../contract/document-loss.ts';
import type { DocumentsOfMove } from '../../contract/documents-of-move.ts';

/**
 * Whether the undo of a change of an alias is reviewed instead of made by one click: it deletes the alias, or takes
 * documents from it. `after`: the indices that the undo leaves; `shown`: what the alias shows before and after the undo.
 */
export const undoNeedsReview = (after: readonly unknown[], shown: DocumentsOfMove): boolean =>
  after.length === 0 || documentLoss(shown) !== null;
