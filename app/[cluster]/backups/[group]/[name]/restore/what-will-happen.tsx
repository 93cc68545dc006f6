import { NumberedSteps } from '@/components/numbered-steps.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { RestoreEstimate } from '@/lib/kinds/restore/review.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { refusals } from '@/lib/kinds/restore/effect.ts';
import { durationEstimate, whatWillHappen } from '@/lib/kinds/restore/describe-review.ts';

interface Props {
  plan: RestorePlan;
  estimate: RestoreEstimate | null;
  /** How long the backup took; null: unknown. */
  backupSeconds: number | null;
}

/** The steps in their order, and how long they take. */
export function WhatWillHappen({ plan, estimate, backupSeconds }: Props) {
  return (
    <Panel title="What will happen">
      {refusals(plan).length > 0 ? (
        <p className="text-small text-muted">Nothing: a check refuses this plan.</p>
      ) : (
        <>
          <NumberedSteps steps={whatWillHappen(plan)} />
          <p className="mt-2.5 text-caption font-normal text-faint">{durationEstimate(estimate, backupSeconds)}</p>
        </>
      )}
    </Panel>
  );
}
