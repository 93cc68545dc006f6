import type { ChangeAliasPlan } from '@/lib/kinds/change-alias/schema.ts';
import type { ChangeAliasReview } from '@/lib/kinds/change-alias/review.ts';
import { plural, shortIndexName } from '@/lib/format.ts';
import { AcceptLoss, useAcceptedLoss } from '@/components/accept-loss.tsx';
import { CheckFold } from '@/components/check-panel.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Requests } from '@/components/requests.tsx';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { CheckField } from '@/components/ui/field.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { WhatWillHappen } from '@/components/what-will-happen.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { PlanGuard, useGuard, type Confirmation } from '../../approvals/plan-guard.tsx';
import { BeforeAndAfter } from './before-and-after.tsx';

interface Props {
  review: ChangeAliasReview;
  /** Why the plan may be outdated; null: it is not. */
  whyOld: string | null;
  pending: boolean;
  fields: Record<string, string>;
  keepWrites: boolean;
  onKeepWrites: (keep: boolean) => void;
  onStart: (given: Confirmation) => void;
}

const refusalOf = (plan: ChangeAliasPlan) => plan.checks.find((check) => check.level === 'refuse');

/** A planned change: now and after, the checks as one verdict, and the button. */
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
      <BeforeAndAfter review={props.review} />
      <Folds>
        <CheckFold checks={plan.checks} checkedAt={plan.plannedAt} />
        <Fold title="Requests" hint={`${plural(plan.requests.length, 'call')} as curl`}>
          <Requests requests={plan.requests} />
        </Fold>
      </Folds>
    </WithRail>
  );
}

/** What must be confirmed, and the button that changes the alias. */
function Decision({ review, whyOld, pending, fields, keepWrites, onKeepWrites, onStart }: Props) {
  const { plan } = review;
  const cluster = useCluster();
  const given = useGuard(review.guard);
  const loss = useAcceptedLoss(plan.change === 'remove' ? plan.shown : undefined);
  const mayNot = useBlocked('switch');
  const refusal = refusalOf(plan);
  const blocked =
    mayNot ?? (refusal ? `${refusal.title}: see the checks.` : null) ?? whyOld ?? loss.missing ?? given.missing;
  return (
    <Panel className="flex flex-col gap-4 max-mid:[&:not(:has(label))]:contents">
      {plan.canKeepWrites && (
        <CheckField
          label={`Make ${shortIndexName(plan.before[0]!.index)} the write index`}
          hint={`Writes through ${plan.alias} then still go to it. Otherwise the server refuses them.`}
          checked={keepWrites}
          onChange={(event) => onKeepWrites(event.target.checked)}
        />
      )}
      <AcceptLoss alias={plan.alias} given={loss} error={fields.acceptedLoss} />
      <PlanGuard fingerprint={plan.fingerprint} given={given} errors={fields} />
      <StickyActions className="" summary={summaryOf(plan)}>
        <Button
          size="large"
          look={given.breaksGlass ? 'danger' : 'primary'}
          pending={pending && `Changing ${plan.alias}…`}
          blocked={blocked}
          onClick={() => onStart({ ...given.confirmation, acceptedLoss: loss.acceptedLoss })}
          className="w-full max-mid:flex-1"
        >
          {given.breaksGlass && 'Break the glass: '}
          {labelOf(plan)}
        </Button>
        <LinkButton look="quiet" href={paths.alias(cluster.key, plan.alias)}>
          Cancel
        </LinkButton>
      </StickyActions>
    </Panel>
  );
}

function labelOf({ change, alias, before, after }: ChangeAliasPlan): string {
  if (change === 'add') return before.length === 0 ? `Create ${alias} on 1 index` : `Add 1 index to ${alias}`;
  return after.length === 0 ? `Remove 1 index and delete ${alias}` : `Remove 1 index from ${alias}`;
}

const summaryOf = ({ alias, before, after, shown }: ChangeAliasPlan): string =>
  `${alias}: ${before.length === 0 ? 'no index' : plural(shown.before, 'document')} now, ` +
  `${after.length === 0 ? 'no index' : plural(shown.after, 'document')} after.`;

function stepsOf({ alias, before, after, change, keepsWrites, membership, opensTarget }: ChangeAliasPlan): string[] {
  const details = [
    ...(change === 'add' && membership.filter !== undefined ? ['with its filter'] : []),
    ...(keepsWrites ? ['with a write index'] : []),
  ];
  const call =
    change === 'add'
      ? before.length === 0
        ? `Create the alias ${alias}`
        : `Add the index to ${alias} in one call`
      : after.length === 0
        ? `Remove the index, which deletes the alias ${alias}`
        : `Remove the index from ${alias} in one call`;
  return [
    ...(opensTarget ? ['Open the index and wait for its shards'] : []),
    'Check again that nothing has changed',
    [call, ...details].join(', '),
    'Keep every index, and offer Undo',
  ];
}
