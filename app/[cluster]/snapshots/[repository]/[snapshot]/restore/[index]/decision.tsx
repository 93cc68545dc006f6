import { AcceptLoss, useAcceptedLoss } from '@/components/accept-loss.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { useCopiedSnapshot } from '@/components/restore/use-copied-snapshot.ts';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { CheckField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { documentsOfSnapshotMove, inOneLine } from '@/lib/kinds/restore-snapshot/effect.ts';
import { PlanGuard, useGuard } from '../../../../../approvals/plan-guard.tsx';
import type { PlanProps } from './plan.tsx';

/** What must be confirmed, the button that starts the restore, and whether the alias is switched after it. */
export function Decision(props: PlanProps) {
  const { of, review, form, pending, onStart } = props;
  const { plan, guard } = review;
  const { key } = useCluster();
  const { copied } = useCopiedSnapshot();
  const given = useGuard(guard);
  const loss = useAcceptedLoss(documentsOfSnapshotMove(plan));
  const why = useBlocked('restore') ?? whyNot(props) ?? loss.missing ?? given.missing;
  return (
    <Panel className="max-mid:[&:not(:has(label))]:contents">
      <form
        className="flex min-w-0 flex-col gap-4"
        aria-label="Start the restore"
        onSubmit={(event) => {
          event.preventDefault();
          if (why === null && !pending) onStart(review, { ...given.confirmation, acceptedLoss: loss.acceptedLoss });
        }}
      >
        {plan.alias !== null && <AcceptLoss alias={plan.alias} given={loss} error={form.errors['acceptedLoss']} />}
        <PlanGuard fingerprint={plan.fingerprint} given={given} errors={form.errors} />
        <StickyActions className="" summary={inOneLine(plan)}>
          <Button
            type="submit"
            size="large"
            look={given.breaksGlass ? 'danger' : 'primary'}
            className="w-full max-mid:flex-1"
            pending={pending && 'Starting…'}
            blocked={why}
          >
            {given.breaksGlass
              ? 'Break the glass and restore'
              : plan.alias === null
                ? 'Restore'
                : `Restore ${plan.alias}`}
          </Button>
          <LinkButton look="quiet" href={paths.snapshot(key, of.repository, of.snapshot, copied)}>
            Cancel
          </LinkButton>
        </StickyActions>
        {plan.alias !== null && (
          <CheckField
            label="Switch the alias when it is proved"
            hint="If it is not what the snapshot was taken of, the alias is not switched."
            checked={form.choices.switchAlias !== 'no'}
            onChange={(event) => form.onChange({ switchAlias: event.target.checked ? undefined : 'no' })}
          />
        )}
      </form>
    </Panel>
  );
}

/** Why this plan can't be applied, whatever is typed to confirm it; null: it can. */
function whyNot({ review: { plan }, problem, stale }: PlanProps): string | null {
  const refused = plan.checks.filter(({ level }) => level === 'refuse');
  return (
    (refused.length > 0 ? `Refused: ${refused.map(({ title }) => title).join('; ')}.` : null) ??
    problem ??
    (stale ? 'The plan is being updated.' : null)
  );
}
