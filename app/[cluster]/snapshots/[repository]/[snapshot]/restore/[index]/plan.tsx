import { ChangeTable } from '@/components/change-table.tsx';
import { CheckFold } from '@/components/check-panel.tsx';
import { Requests } from '@/components/requests.tsx';
import { NumberedSteps } from '@/components/numbered-steps.tsx';
import type { IndexOfSnapshot } from '@/components/restore/snapshot-steps.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { plural } from '@/lib/format.ts';
import { missingSince, whatWillHappen } from '@/lib/kinds/restore-snapshot/effect.ts';
import type { RestoreSnapshotReview } from '@/lib/kinds/restore-snapshot/review.ts';
import type { RestoreSnapshotPlan } from '@/lib/kinds/restore-snapshot/schema.ts';
import { requestsSummary } from '@/lib/kinds/restore/summarise-review.ts';
import { settingRows } from '@/lib/present/change-rows.ts';
import { Decision } from './decision.tsx';
import { NowAndAfter } from './now-and-after.tsx';
import { OptionForm, type OptionFormProps } from './option-form.tsx';
import type { StartInput } from './review-view.tsx';

export interface PlanProps {
  of: IndexOfSnapshot;
  review: RestoreSnapshotReview;
  form: OptionFormProps;
  /** Why the plan could not be made again; null: it was. */
  problem: string | null;
  stale: boolean;
  pending: boolean;
  onStart: (
    review: RestoreSnapshotReview,
    confirmation: Pick<StartInput, 'acceptedLoss' | 'breakGlass' | 'typed'>,
  ) => void;
}

/** The plan beside the current state, its details in folds, and in the rail the button that starts it. */
export function Plan(props: PlanProps) {
  const { plan } = props.review;
  return (
    <WithRail
      rail={
        <>
          <Decision {...props} />
          <WhatWillHappen plan={plan} />
        </>
      }
    >
      <NowAndAfter plan={plan} />
      <Notice tone={plan.since?.written === 0 && plan.since.replaced === 0 ? 'info' : 'warn'}>
        <p>
          <b className="font-medium text-text">Missing after the restore:</b> {missingSince(plan)}
        </p>
      </Notice>
      <Folds>
        <CheckFold checks={plan.checks} checkedAt={plan.plannedAt} />
        <Fold title="Settings" hint={plural(plan.settings.changes.length, 'change')}>
          <ChangeTable
            label="Settings that change"
            first="Setting"
            rows={settingRows(plan.settings.changes)}
            className="mid:-mx-5"
          />
          <p className="mt-3 text-small text-muted">
            Everything else, and every mapping, is as in the snapshot. What is in a snapshot can’t be read before it is
            restored.
          </p>
        </Fold>
        <OptionsFold {...props} />
        <Fold title="Requests" hint={requestsSummary(plan.requests.length)}>
          <Requests requests={plan.requests} />
        </Fold>
      </Folds>
    </WithRail>
  );
}

/** Opens by itself while an option is chosen, or is wrong. */
function OptionsFold({ form }: PlanProps) {
  const chosen = (['alias', 'into', 'replicas', 'drop', 'settings'] as const).filter(
    (name) => form.choices[name] !== undefined || form.errors[name] !== undefined,
  );
  return (
    <Fold
      title="Name, replicas and other options"
      hint={chosen.length === 0 ? 'defaults' : chosen.join(', ')}
      openOnce={chosen.length > 0}
    >
      <OptionForm {...form} />
    </Fold>
  );
}

function WhatWillHappen({ plan }: { plan: RestoreSnapshotPlan }) {
  const isRefused = plan.checks.some(({ level }) => level === 'refuse');
  return (
    <Panel title="What will happen">
      {isRefused ? (
        <p className="text-small text-muted">Nothing: a check refuses this plan.</p>
      ) : (
        <NumberedSteps steps={whatWillHappen(plan)} />
      )}
    </Panel>
  );
}
