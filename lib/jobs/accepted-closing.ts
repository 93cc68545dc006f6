import type { DocumentsOfMove } from '../contract/documents-of-move.ts';
import { AppError } from '../errors.ts';
import { formatList } from '../format.ts';
import { acceptsClosing, lossByClosing } from '../kinds/change-index-state/loss.ts';
import type { ChangeIndexStatePlan } from '../kinds/change-index-state/schema.ts';

/** Throws refused where an alias points to the index that is closed, and the request did not accept what it then lacks. */
export function requireAcceptedClosing(plan: ChangeIndexStatePlan, accepted: DocumentsOfMove | undefined): void {
  const loss = lossByClosing(plan);
  if (loss === null || acceptsClosing(accepted, loss)) return;
  const names = formatList(plan.aliases.map(({ alias }) => alias));
  throw new AppError(
    'refused',
    `Searches through ${names} fail while ${plan.index} is closed; this was not accepted.`,
    {
      hint: 'Nothing was changed. Check the numbers, tick that you accept it, and start again.',
      details: { fields: { acceptedLoss: 'Tick it to accept that searches fail.' }, loss },
    },
  );
}
