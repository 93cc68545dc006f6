import type { BackupToDrill } from '@/lib/kinds/drill/review.ts';
import { drillPlanDescription } from '@/lib/kinds/drill/describe-plan.ts';
import type { DrillPlan } from '@/lib/kinds/drill/schema.ts';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { PlanFolds } from '../plan-folds.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Fact, Facts, Panel } from '../ui/panel.tsx';
import { WithRail } from '../ui/rail.tsx';
import { StickyActions } from '../ui/sticky-actions.tsx';

interface Props {
  plan: DrillPlan;
  backup: BackupToDrill;
  limit: string;
  onLimit: (limit: string) => void;
  /** What is wrong with the limit. */
  wrong: string | null;
  /** Why the plan can't be applied now; null: it can. */
  blocked: string | null;
  pending: boolean;
  onStart: () => void;
}

/** A planned drill: what it restores and where, the checks as one verdict, and the button. */
export function ReviewedDrill(props: Props) {
  const { plan } = props;
  return (
    <WithRail rail={<Decision {...props} />}>
      <Panel title="What is drilled">
        <Facts>
          {drillPlanDescription.review?.(plan).choices?.map(({ name, value }) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
          {plan.on !== null && <Fact name="Drill cluster">{plan.on}</Fact>}
        </Facts>
      </Panel>
      <PlanFolds plan={plan} />
    </WithRail>
  );
}

function Decision({ plan, backup, limit, onLimit, wrong, blocked, pending, onStart }: Props) {
  const { key } = useCluster();
  const mayNot = useBlocked('drill');
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  return (
    <Panel className="flex flex-col gap-4">
      {plan.source.kind === 'zip' && (
        <TextField
          label="Documents per second, at most"
          hint="Empty: no limit. With a limit the drill disturbs live searches less, and its time says nothing of a restore."
          inputMode="numeric"
          value={limit}
          onChange={(event) => onLimit(event.target.value.trim())}
          error={wrong ?? undefined}
        />
      )}
      <StickyActions className="" summary="Drill this backup">
        <Button
          size="large"
          look="primary"
          pending={pending && 'Starting the drill…'}
          blocked={mayNot ?? wrong ?? (refusal ? `${refusal.title}: see the checks.` : null) ?? blocked}
          onClick={onStart}
          className="w-full max-mid:flex-1"
        >
          Drill this backup
        </Button>
        <LinkButton
          look="quiet"
          href={'id' in backup ? paths.backup(key, backup.id) : paths.snapshot(key, backup.repository, backup.snapshot)}
        >
          Cancel
        </LinkButton>
      </StickyActions>
    </Panel>
  );
}
