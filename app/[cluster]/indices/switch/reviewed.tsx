import type { SwitchPlan } from '@/lib/kinds/switch/schema.ts';
import type { SwitchReview } from '@/lib/kinds/switch/review.ts';
import { plural } from '@/lib/format.ts';
import { AcceptLoss, useAcceptedLoss } from '@/components/accept-loss.tsx';
import { CheckFold } from '@/components/check-panel.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { LookUpLink } from '@/components/look-up-link.tsx';
import { paths } from '@/components/paths.ts';
import { Requests } from '@/components/requests.tsx';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { WhatWillHappen } from '@/components/what-will-happen.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { PlanGuard, useGuard, type Confirmation } from '../../approvals/plan-guard.tsx';
import { BeforeAndAfter, shownBy } from './before-and-after.tsx';

interface Props {
  review: SwitchReview;
  /** Why the plan may be outdated; null: it is not. */
  whyOld: string | null;
  pending: boolean;
  fields: Record<string, string>;
  onStart: (given: Confirmation) => void;
}

const refusalOf = (plan: SwitchPlan) => plan.checks.find((check) => check.level === 'refuse');

/** A planned switch: now and after, the checks as one verdict, and the button. */
export function Reviewed(props: Props) {
  const { plan } = props.review;
  return (
    <WithRail
      rail={
        <>
          <Decision {...props} />
          <WhatWillHappen steps={stepsOf(plan)} refused={refusalOf(plan) !== undefined} />
        </>
      }
    >
      <BeforeAndAfter plan={plan} />
      <TryBothFirst plan={plan} />
      <Folds>
        <CheckFold checks={plan.checks} checkedAt={plan.plannedAt} />
        <Fold title="Requests" hint={`${plural(plan.requests.length, 'call')} as curl`}>
          <Requests requests={plan.requests} />
        </Fold>
      </Folds>
    </WithRail>
  );
}

/** The same query of the index that searches use now, and of the one that they would use. */
function TryBothFirst({ plan: { before, target } }: { plan: SwitchPlan }) {
  const [now, ...others] = before;
  if (now === undefined || others.length > 0 || now.state === 'closed' || target.state === 'closed') return null;
  return (
    <LookUpLink look="quiet" className="self-start" left={now.index} right={target.index}>
      <Icon name="search" />
      Try a query on both first
    </LookUpLink>
  );
}

/** What must be confirmed, and the button that switches the alias. */
function Decision({ review, whyOld, pending, fields, onStart }: Props) {
  const { plan } = review;
  const cluster = useCluster();
  const given = useGuard(review.guard);
  const loss = useAcceptedLoss(plan.shown);
  const mayNotSwitch = useBlocked('switch');
  const shown = shownBy(plan);
  const refusal = refusalOf(plan);
  const blocked =
    mayNotSwitch ?? (refusal ? `${refusal.title}: see the checks.` : null) ?? whyOld ?? loss.missing ?? given.missing;
  return (
    <Panel className="flex flex-col gap-4 max-mid:[&:not(:has(label))]:contents">
      <AcceptLoss alias={plan.alias} given={loss} error={fields.acceptedLoss} />
      <PlanGuard fingerprint={plan.fingerprint} given={given} errors={fields} />
      <StickyActions
        className=""
        summary={`${plan.alias}: ${plan.before.length === 0 ? 'no index' : plural(shown.before, 'document')} now, ${plural(shown.after, 'document')} after.`}
      >
        <Button
          size="large"
          look={given.breaksGlass ? 'danger' : 'primary'}
          pending={pending && `Switching ${plan.alias}…`}
          blocked={blocked}
          onClick={() => onStart({ ...given.confirmation, acceptedLoss: loss.acceptedLoss })}
          className="w-full max-mid:flex-1"
        >
          {given.breaksGlass ? 'Break the glass and switch' : 'Switch'} {plan.alias}
        </Button>
        <LinkButton look="quiet" href={paths.indices(cluster.key)}>
          Cancel
        </LinkButton>
      </StickyActions>
    </Panel>
  );
}

const stepsOf = (plan: SwitchPlan): string[] => [
  ...(plan.opensTarget ? ['Open the index and wait for its shards'] : []),
  'Check again that nothing has changed',
  `${plan.before.length === 0 ? 'Create the alias' : 'Switch the alias in one call'}${plan.membership.filter === undefined ? '' : ', with its filter'}`,
  ...(plan.before.length > 0 ? ['Keep the previous index, and offer Undo'] : []),
];
