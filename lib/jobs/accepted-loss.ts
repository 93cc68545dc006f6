import { coversLoss, documentLoss } from '../contract/document-loss.ts';
import type { DocumentsOfMove } from '../contract/documents-of-move.ts';
import { AppError } from '../errors.ts';
import { formatMove } from '../format.ts';

/**
 * Throws refused where the move loses documents and the request did not accept this loss. `accepted`: the numbers beside the
 * tick, from the page. `move` undefined: no alias moves, or the plan does not know the numbers.
 */
export function requireAcceptedLoss(
  alias: string,
  move: DocumentsOfMove | undefined,
  accepted: DocumentsOfMove | undefined,
  change = 'the switch',
): void {
  const loss = move === undefined ? null : documentLoss(move);
  if (loss === null || coversLoss(accepted, loss)) return;
  throw new AppError('refused', `After ${change} ${alias} shows ${formatMove(loss)}; this loss was not accepted.`, {
    hint: 'Nothing was changed. Check the numbers, tick that you accept the loss, and start again.',
    details: { fields: { acceptedLoss: 'Tick it to accept the loss.' }, loss },
  });
}
