import { CheckFold } from '@/components/check-panel.tsx';
import type { StartComparison } from '@/components/kinds/compare/start-comparison.ts';
import { Requests } from '@/components/requests.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { isIrreversible, targetUseOf } from '@/lib/kinds/restore/target-use.ts';
import { missingAfter } from '@/lib/kinds/restore/effect.ts';
import { optionsSummary, requestsSummary } from '@/lib/kinds/restore/summarise-review.ts';
import { Decision, type PlanProps } from './decision.tsx';
import { LiveComparison } from './live-comparison.tsx';
import { Irreversible } from './irreversible.tsx';
import { NowAndAfter } from './now-and-after.tsx';
import { OverrideForm } from './override-form.tsx';
import { SettingsFold } from './settings-fold.tsx';
import { isOneOf } from './use-choices.ts';
import { WhatWillHappen } from './what-will-happen.tsx';

/** The plan beside the current state, its details in folds, and in the rail the button that starts it. */
export function Plan({ compare, ...props }: PlanProps & { compare: StartComparison }) {
  const { row, planned } = props;
  const { plan } = planned;
  return (
    <WithRail
      rail={
        <>
          <Decision {...props} />
          <WhatWillHappen plan={plan} estimate={planned.estimate} backupSeconds={row.seconds} />
        </>
      }
    >
      <NowAndAfter plan={plan} />
      <Missing plan={plan} />
      {props.source === null ? (
        <LiveComparison backup={row.id} plan={plan} start={compare} />
      ) : (
        <CompareAfterwards plan={plan} />
      )}
      {isIrreversible(targetUseOf(plan)) && <Irreversible plan={plan} />}
      <Folds>
        <CheckFold checks={plan.checks} checkedAt={plan.plannedAt} />
        <SettingsFold plan={plan} />
        <OptionsFold {...props} />
        <Fold title="Requests" hint={requestsSummary(plan.requests.length)}>
          <Requests requests={plan.requests} />
        </Fold>
      </Folds>
    </WithRail>
  );
}

/** A comparison reads the backups of its own cluster. */
function CompareAfterwards({ plan }: { plan: RestorePlan }) {
  const [live, ...others] = plan.before;
  if (live === undefined || others.length > 0) return null;
  return (
    <Notice tone="info">
      <p>
        A backup of another cluster can’t be compared with the live index. Restore it without switching the alias, then
        compare the two indices.
      </p>
    </Notice>
  );
}

function Missing({ plan }: { plan: RestorePlan }) {
  const { title, text, warns } = missingAfter(plan);
  return (
    <Notice tone={warns ? 'warn' : 'info'}>
      <p>
        <b className="font-medium text-text">{title}:</b> {text}
      </p>
    </Notice>
  );
}

/** Opens by itself while an option differs from the default, or is wrong. */
function OptionsFold({ row, planned, choices, errors, onChange }: PlanProps) {
  const summary = optionsSummary(choices, isOneOf(row, choices.alias) ? ['alias'] : []);
  const wrong = FIELDS.some((name) => errors[name] !== undefined);
  return (
    <Fold title="Name, replicas and other options" hint={summary} openOnce={summary !== 'defaults' || wrong}>
      <OverrideForm
        choices={choices}
        errors={errors}
        additive={planned.plan.target.uuid !== null}
        onChange={onChange}
      />
    </Fold>
  );
}

const FIELDS = ['alias', 'into', 'shards', 'replicas', 'onConflict', 'drop', 'settings', 'mappings'] as const;
