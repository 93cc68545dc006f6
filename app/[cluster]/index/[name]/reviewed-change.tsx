import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { PlanFolds } from '@/components/plan-folds.tsx';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import type { ChangeIndexStateReview } from '@/lib/kinds/change-index-state/review.ts';
import { PlanGuard, useGuard, type Confirmation } from '../../approvals/plan-guard.tsx';
import { AcceptClosing, useAcceptedClosing } from './accept-closing.tsx';
import { shortName } from './short-name.ts';
import { StateBeforeAndAfter } from './state-before-and-after.tsx';

interface Props {
  review: ChangeIndexStateReview;
  /** Why the plan may be outdated; null: it is not. */
  whyOld: string | null;
  pending: boolean;
  fields: Record<string, string>;
  onStart: (given: Confirmation) => void;
}

/** A planned opening or closing: now and after, the checks as one verdict, and the button. */
export function ReviewedChange(props: Props) {
  const { plan } = props.review;
  return (
    <WithRail rail={<Decision {...props} />}>
      <StateBeforeAndAfter plan={plan} />
      <PlanFolds plan={plan} />
    </WithRail>
  );
}

function Decision({ review: { plan, guard }, whyOld, pending, fields, onStart }: Props) {
  const { key } = useCluster();
  const given = useGuard(guard);
  const closing = useAcceptedClosing(plan);
  const mayNot = useBlocked('open-close');
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  const blocked =
    mayNot ?? (refusal ? `${refusal.title}: see the checks.` : null) ?? whyOld ?? closing.missing ?? given.missing;
  const verb = plan.action === 'open' ? 'Open' : 'Close';
  return (
    <Panel className="flex flex-col gap-4 max-mid:[&:not(:has(label))]:contents">
      <AcceptClosing plan={plan} given={closing} error={fields.acceptedLoss} />
      <PlanGuard fingerprint={plan.fingerprint} given={given} errors={fields} />
      <StickyActions className="" summary={`${verb} ${shortName(plan.index)}`}>
        <Button
          size="large"
          look={given.breaksGlass ? 'danger' : 'primary'}
          pending={pending && `${plan.action === 'open' ? 'Opening' : 'Closing'} the index…`}
          blocked={blocked}
          onClick={() => onStart({ ...given.confirmation, acceptedLoss: closing.acceptedLoss })}
          className="w-full max-mid:flex-1"
        >
          {given.breaksGlass ? `Break the glass and ${plan.action}` : verb} {shortName(plan.index)}
        </Button>
        <LinkButton look="quiet" href={paths.index(key, plan.index)}>
          Cancel
        </LinkButton>
      </StickyActions>
    </Panel>
  );
}
