import { useState } from 'react';
import { coversLoss, documentLoss } from '@/lib/contract/document-loss.ts';
import type { DocumentsOfMove } from '@/lib/contract/documents-of-move.ts';
import { formatMove } from '@/lib/format.ts';
import { CheckField } from './ui/field.tsx';

/**
 * The loss of documents that a move of an alias needs accepted, and whether it is. A tick is for the numbers beside it: with
 * other numbers it is asked again. `move` undefined: no alias moves.
 */
export function useAcceptedLoss(move: DocumentsOfMove | undefined) {
  const [accepted, setAccepted] = useState<DocumentsOfMove | null>(null);
  const loss = move === undefined ? null : documentLoss(move);
  const checked = loss !== null && coversLoss(accepted, loss);
  return {
    loss,
    checked,
    /** It was ticked for other numbers. */
    outdated: loss !== null && accepted !== null && !checked,
    tick: (on: boolean) => setAccepted(on && loss !== null ? { before: loss.before, after: loss.after } : null),
    /** What the action sends; the server compares it with the loss of a fresh plan. */
    acceptedLoss: checked && accepted !== null ? accepted : undefined,
    /** Why the button can't be pressed yet. */
    missing: loss !== null && !checked ? 'Accept the loss of documents first.' : null,
  };
}

/** Asks for a tick that names the loss; nothing if there is none. */
export function AcceptLoss({
  alias,
  given: { checked, loss, outdated, tick },
  error,
}: {
  alias: string;
  given: ReturnType<typeof useAcceptedLoss>;
  error?: string | undefined;
}) {
  if (loss === null) return null;
  return (
    <div className="rounded-[10px] bg-warn-soft px-3.5 py-3">
      <CheckField
        label={
          <>
            I accept that {alias} shows {formatMove(loss)}.
          </>
        }
        hint={outdated ? 'The numbers have changed since you ticked this. Check them, and tick it again.' : undefined}
        error={error}
        checked={checked}
        onChange={(event) => tick(event.target.checked)}
      />
    </div>
  );
}
