import { coversLoss, documentLoss } from '../../contract/document-loss.ts';
import type { DocumentsOfMove } from '../../contract/documents-of-move.ts';
import type { ChangeIndexStatePlan } from './schema.ts';

/** What searches through its aliases no longer find while it is closed: a tick accepts it. null: no alias points to it. */
export const lossByClosing = ({ action, aliases }: ChangeIndexStatePlan): DocumentsOfMove | null =>
  action === 'close' && aliases.length > 0 ? { before: aliases[0]!.documents, after: 0 } : null;

/** Whether what was ticked is still the present loss. An index without documents still makes searches fail. */
export function acceptsClosing(accepted: DocumentsOfMove | null | undefined, loss: DocumentsOfMove): boolean {
  const present = documentLoss(loss);
  return present === null ? accepted?.before === loss.before : coversLoss(accepted, present);
}
