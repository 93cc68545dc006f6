import { AcceptLoss, useAcceptedLoss } from '@/components/accept-loss.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import type { CopySource } from '@/components/restore/copy-route.tsx';
import { ClusterName } from '@/components/environment-tag.tsx';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { CheckField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { documentsOfMove } from '@/lib/kinds/restore/documents-of-move.ts';
import type { RestoreChoicesInput } from '@/lib/kinds/restore/review.ts';
import { isIrreversible, targetUseOf } from '@/lib/kinds/restore/target-use.ts';
import { pointsToTarget, refusals } from '@/lib/kinds/restore/effect.ts';
import { documentsVerb, inOneLine } from '@/lib/kinds/restore/describe-review.ts';
import { PlanGuard, useGuard, type Confirmation } from '../../../../approvals/plan-guard.tsx';
import { TypedIndexField, useTypedIndex, type TypedIndexConfirmation } from './typed-index.tsx';
import { lookedUpAlias } from './use-choices.ts';
import type { Planned } from './use-last-plan.ts';

export type RestoreConfirmation = Confirmation & TypedIndexConfirmation;

export interface PlanProps {
  row: BackupRow;
  /** The other cluster that it is a backup of; null: of this one. */
  source: CopySource | null;
  planned: Planned;
  stale: boolean;
  problem: string | null;
  choices: RestoreChoicesInput;
  errors: Record<string, string>;
  onChange: (next: Partial<RestoreChoicesInput>) => void;
  pending: boolean;
  onStart: (confirmation: RestoreConfirmation) => void;
}

/** What must be confirmed, the button that starts the restore, and whether the alias is switched after it. */
export function Decision(props: PlanProps) {
  const { planned, errors, pending, onStart } = props;
  const { plan } = planned;
  const given = useGuard(planned.guard);
  const typed = useTypedIndex(plan, planned.guard);
  const loss = useAcceptedLoss(documentsOfMove(plan));
  const why = useBlocked('restore') ?? whyNot(props) ?? loss.missing ?? typed.missing ?? given.missing;
  return (
    <Panel className="max-mid:[&:not(:has(label))]:contents">
      <form
        className="flex min-w-0 flex-col gap-4"
        aria-label="Start the restore"
        onSubmit={(event) => {
          event.preventDefault();
          if (why === null && !pending)
            onStart({ ...given.confirmation, ...typed.confirmation, acceptedLoss: loss.acceptedLoss });
        }}
      >
        {typed.name !== null && <TypedIndexField typed={typed} name={typed.name} error={errors.typedIndex} />}
        {plan.alias !== null && <AcceptLoss alias={plan.alias} given={loss} error={errors.acceptedLoss} />}
        <PlanGuard fingerprint={plan.fingerprint} given={given} errors={errors} />
        {props.source !== null && <Into />}
        <StartButton {...props} why={why} breaksGlass={given.breaksGlass} />
        <SwitchChoice {...props} />
      </form>
    </Panel>
  );
}

/** Why this plan can't be applied, whatever is typed to confirm it; null: it can. */
function whyNot({ planned, problem, stale }: PlanProps): string | null {
  const refused = refusals(planned.plan);
  return (
    (refused.length > 0 ? `Refused: ${refused.map((check) => check.title).join('; ')}.` : null) ??
    problem ??
    (stale ? 'The plan is being updated.' : null)
  );
}

function Into() {
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-small text-muted">
      Into <ClusterName cluster={useCluster()} />
    </p>
  );
}

function StartButton({
  row,
  source,
  planned,
  choices,
  pending,
  why,
  breaksGlass,
}: PlanProps & { why: string | null; breaksGlass: boolean }) {
  const cluster = useCluster();
  const { plan } = planned;
  const verb = documentsVerb(plan);
  return (
    <StickyActions className="" summary={inOneLine(plan)}>
      <Button
        type="submit"
        size="large"
        look={breaksGlass || isIrreversible(targetUseOf(plan)) ? 'danger' : 'primary'}
        className="w-full max-mid:flex-1"
        pending={pending && 'Starting…'}
        blocked={why}
      >
        {breaksGlass ? `Break the glass and ${lowerFirst(verb)}` : verb}
      </Button>
      <LinkButton
        look="quiet"
        href={
          source === null
            ? paths.backup(cluster.key, row.id)
            : paths.copy(cluster.key, { from: source.key, alias: lookedUpAlias(row, choices.alias), backup: row.id })
        }
      >
        Cancel
      </LinkButton>
    </StickyActions>
  );
}

/** Nothing where there is no alias, or where it points to the index already. */
function SwitchChoice({ planned: { plan }, choices, onChange }: PlanProps) {
  if (plan.alias === null || pointsToTarget(plan)) return null;
  return (
    <CheckField
      label="Switch the alias when all documents match"
      hint="If they don’t match, the alias is not switched."
      checked={choices.switchAlias !== 'no'}
      onChange={(event) => onChange({ switchAlias: event.target.checked ? undefined : 'no' })}
    />
  );
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
