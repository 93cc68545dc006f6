import { useState } from 'react';
import { CheckField } from '@/components/ui/field.tsx';
import type { DocumentsOfMove } from '@/lib/contract/documents-of-move.ts';
import { formatList, plural } from '@/lib/format.ts';
import { acceptsClosing, lossByClosing } from '@/lib/kinds/change-index-state/loss.ts';
import type { ChangeIndexStatePlan } from '@/lib/kinds/change-index-state/schema.ts';

/**
 * Whether it is accepted that searches through the aliases of a closed index fail. A tick is for the number beside it: with
 * another one it is asked again.
 */
export function useAcceptedClosing(plan: ChangeIndexStatePlan) {
  const [accepted, setAccepted] = useState<DocumentsOfMove | null>(null);
  const loss = lossByClosing(plan);
  const checked = loss !== null && acceptsClosing(accepted, loss);
  return {
    checked,
    outdated: loss !== null && accepted !== null && !checked,
    tick: (on: boolean) => setAccepted(on ? loss : null),
    /** What the action sends; the server compares it with a fresh plan. */
    acceptedLoss: checked && accepted !== null ? accepted : undefined,
    /** Why the button can't be pressed yet. */
    missing: loss !== null && !checked ? 'Accept first that searches fail.' : null,
  };
}

/** Asks for a tick that names the aliases and the documents; nothing if no alias points to the index. */
export function AcceptClosing({
  plan,
  given: { checked, outdated, tick },
  error,
}: {
  plan: ChangeIndexStatePlan;
  given: ReturnType<typeof useAcceptedClosing>;
  error?: string | undefined;
}) {
  if (lossByClosing(plan) === null) return null;
  const { documents } = plan.aliases[0]!;
  return (
    <div className="rounded-[10px] bg-warn-soft px-3.5 py-3">
      <CheckField
        label={
          `I accept that searches through ${formatList(plan.aliases.map(({ alias }) => alias))} fail, and that ` +
          `${documents === null ? 'an unknown number of documents' : plural(documents, 'document')} ` +
          `${documents === 1 ? 'is' : 'are'} not found.`
        }
        hint={outdated ? 'The number has changed since you ticked this. Check it, and tick it again.' : undefined}
        error={error}
        checked={checked}
        onChange={(event) => tick(event.target.checked)}
      />
    </div>
  );
}
