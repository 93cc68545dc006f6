import { AcceptLoss, useAcceptedLoss } from '@/components/accept-loss.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { documentsVerb, durationEstimate, inOneLine, pointsToTarget, refusals, whatWillHappen } from './effect.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { CheckField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { documentsOfMove } from '@/lib/kinds/restore/documents-of-move.ts';
import type { RestoreChoicesInput } from '@/lib/kinds/restore/review.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { isIrreversible, targetUseOf } from '@/lib/kinds/restore/target-use.ts';
import { PlanGuard, useGuard, type Confirmation } from '../../../../approvals/plan-guard.tsx';
import { Irreversible } from './irreversible.tsx';
import { TypedIndexField, useTypedIndex, type TypedIndexConfirmation } from './typed-index.tsx';
import type { Planned } from './use-last-plan.ts';

export type RestoreConfirmation = Confirmation & TypedIndexConfirmation;

export interface PlanProps {
  row: BackupRow;
  planned: Planned;
  stale: boolean;
  problem: string | null;
  choices: RestoreChoicesInput;
  errors: Record<string, string>;
  onChange: (next: Partial<RestoreChoicesInput>) => void;
  pending: boolean;
  onStart: (confirmation: RestoreConfirmation) => void;
}

/** The steps in words, what a protected cluster requires, and the button that starts the restore. */
export function Confirm(props: PlanProps) {
  const cluster = useCluster();
  const { row, planned, choices, errors, onChange, pending, onStart } = props;
  const { plan } = planned;
  const given = useGuard(planned.guard);
  const typed = useTypedIndex(plan, planned.guard);
  const loss = useAcceptedLoss(documentsOfMove(plan));
  const why = useBlocked('restore') ?? whyNot(props) ?? loss.missing ?? typed.missing ?? given.missing;
  const irreversible = isIrreversible(targetUseOf(plan));
  return (
    <form
      className="mid:sticky mid:top-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (why === null && !pending)
          onStart({ ...given.confirmation, ...typed.confirmation, acceptedLoss: loss.acceptedLoss });
      }}
    >
      <Panel title="What will happen">
        {refusals(plan).length > 0 ? (
          <p className="mb-3">Nothing: a check refuses this plan.</p>
        ) : (
          <>
            <Steps plan={plan} />
            <p className="mb-3 text-muted">{durationEstimate(planned.estimate, row.seconds)}</p>
          </>
        )}
        {plan.alias !== null && !pointsToTarget(plan) && (
          <CheckField
            label="Move the alias as soon as everything matches"
            hint="Off: the restore ends before the switch, and you move the alias yourself."
            checked={choices.switchAlias !== 'no'}
            onChange={(event) => onChange({ switchAlias: event.target.checked ? undefined : 'no' })}
          />
        )}
        {irreversible && <Irreversible plan={plan} />}
        {typed.name !== null && <TypedIndexField typed={typed} name={typed.name} error={errors.typedIndex} />}
        {plan.alias !== null && <AcceptLoss alias={plan.alias} given={loss} error={errors.acceptedLoss} />}
        <PlanGuard fingerprint={plan.fingerprint} given={given} errors={errors} />
        <StickyActions summary={inOneLine(plan)}>
          <Button
            type="submit"
            look={given.breaksGlass || irreversible ? 'danger' : 'primary'}
            className="w-full max-mid:flex-1"
            pending={pending && 'Starting…'}
            blocked={why}
          >
            {given.breaksGlass ? `Break the glass and ${lowerFirst(documentsVerb(plan))}` : documentsVerb(plan)}
          </Button>
          <LinkButton href={paths.backup(cluster.key, row.id)}>Cancel</LinkButton>
        </StickyActions>
      </Panel>
    </form>
  );
}

/** Why this plan can't be applied, whatever is typed to confirm it; null: it can. */
function whyNot({ planned, problem, stale }: PlanProps): string | null {
  const refused = refusals(planned.plan);
  return (
    (refused.length > 0 ? `Refused: ${refused.map((check) => check.title).join('; ')}.` : null) ??
    problem ??
    (stale ? 'The plan is being made again.' : null)
  );
}

function Steps({ plan }: { plan: RestorePlan }) {
  return (
    <ol className="mb-3 list-decimal pl-5">
      {whatWillHappen(plan).map((step) => (
        <li key={step} className="[overflow-wrap:anywhere]">
          {step}
        </li>
      ))}
    </ol>
  );
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
