'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { SwitchPlan } from '@/lib/kinds/switch/schema.ts';
import type { SwitchReview } from '@/lib/kinds/switch/review.ts';
import { plural } from '@/lib/format.ts';
import { AcceptLoss, useAcceptedLoss } from '@/components/accept-loss.tsx';
import { CheckPanel } from '@/components/check-panel.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { ClusterName } from '@/components/environment-tag.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { paths } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { failureOf, switchPlanQuery } from '@/components/queries.ts';
import { FoldedRequests } from '@/components/requests.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { TextField } from '@/components/ui/field.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { Steps } from '@/components/ui/steps.tsx';
import { PlanGuard, useGuard, type Confirmation } from '../../approvals/plan-guard.tsx';
import { BeforeAndAfter, shownBy } from './before-and-after.tsx';
import { SwitchChoice } from './switch-choice.tsx';

interface SwitchInput extends Confirmation {
  cluster: string;
  index: string;
  alias: string;
  fingerprint: string;
  once: string;
}
export type SwitchAction = (input: SwitchInput) => Promise<ActionAnswer<{ job: string }>>;

/** Choose → review → the job's own page, which has the result and Undo. */
export function SwitchView({ index, alias, action }: { index: string; alias: string; action: SwitchAction }) {
  const { key } = useCluster();
  const steps = [
    { name: 'Choose an index', href: paths.switchTo(key, '', alias) },
    { name: 'Review' },
    { name: 'Result' },
  ];
  return (
    <>
      <Steps label="Steps of a switch" steps={steps} current={index === '' ? 0 : 1} />
      {index === '' ? <SwitchChoice alias={alias} /> : <Review index={index} alias={alias} action={action} />}
    </>
  );
}

function Review({ index, alias, action }: { index: string; alias: string; action: SwitchAction }) {
  const cluster = useCluster();
  const query = useQuery(switchPlanQuery(cluster.key, { index, ...(alias === '' ? {} : { alias }) }));
  const router = useRouter();
  const idempotencyKey = useIdempotencyKey();
  const switching = useAction(action, ({ job }) => router.replace(paths.job(cluster.key, job)));
  const changes = changesIn(switching.failure);
  const shown = query.data?.plan.alias ?? alias;
  // The index is there, but its name does not say whose it is.
  const nameless =
    alias === '' && query.data === undefined && query.error !== null && failureOf(query.error).code === 'refused';

  const start = ({ plan }: SwitchReview, given: Confirmation) => {
    void switching
      .act({
        cluster: cluster.key,
        index: plan.target.index,
        alias: plan.alias,
        fingerprint: plan.fingerprint,
        once: `${idempotencyKey}:${plan.fingerprint.slice(0, 32)}`,
        ...given,
      })
      // A refusal may be about an old plan: the fresh one is shown with it.
      .then(() => query.refetch());
  };

  return (
    <>
      <Heading
        takeFocus
        sub={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <ClusterName cluster={cluster} /> <span>{wayBack(query.data?.plan)}</span>
          </span>
        }
      >
        {shown === '' ? 'Switch an alias?' : `Switch ${shown} to another index?`}
      </Heading>
      {changes && <PlanChanged changes={changes} className="mb-3.5" />}
      {switching.failure && !changes && (
        <FailureNotice failure={switching.failure} title="The alias was not moved" className="mb-3.5" />
      )}
      {nameless ? (
        <NameTheAlias index={index} />
      ) : (
        <QueryBoundary query={query} what="the plan">
          {(review, _stale, whyOld) => (
            <Reviewed
              key={`${review.plan.target.index} ${review.plan.alias}`}
              review={review}
              whyOld={whyOld}
              pending={switching.pending}
              fields={switching.failure?.fields ?? {}}
              onStart={(given) => start(review, given)}
            />
          )}
        </QueryBoundary>
      )}
    </>
  );
}

const wayBack = (plan: SwitchPlan | undefined): string =>
  plan === undefined || plan.before.length === 0
    ? 'Nothing is deleted.'
    : 'Nothing is deleted. The previous index is kept, and one click undoes the move.';

interface ReviewedProps {
  review: SwitchReview;
  /** Why the plan may be outdated; null: it is not. */
  whyOld: string | null;
  pending: boolean;
  fields: Record<string, string>;
  onStart: (given: Confirmation) => void;
}

function Reviewed({ review, whyOld, pending, fields, onStart }: ReviewedProps) {
  const { plan } = review;
  const cluster = useCluster();
  const given = useGuard(review.guard);
  const loss = useAcceptedLoss(plan.shown);
  const mayNotSwitch = useBlocked('switch');
  const shown = shownBy(plan);
  const refusal = plan.checks.find((check) => check.level === 'refuse');
  const blocked =
    mayNotSwitch ?? (refusal ? `${refusal.title}: see the checks.` : null) ?? whyOld ?? loss.missing ?? given.missing;

  return (
    <>
      <BeforeAndAfter plan={plan} />
      <div className="mt-3.5 grid gap-3.5 side:grid-cols-[minmax(0,1fr)_360px]">
        <div className="flex min-w-0 flex-col gap-3.5">
          <CheckPanel checks={plan.checks} />
          <Panel title="Requests">
            <FoldedRequests requests={plan.requests} />
          </Panel>
        </div>
        <Panel title="What will happen" className="self-start">
          {refusal ? <p className="mb-3">Nothing: a check refuses this plan.</p> : <PlannedSteps plan={plan} />}
          <AcceptLoss alias={plan.alias} given={loss} error={fields.acceptedLoss} />
          <PlanGuard fingerprint={plan.fingerprint} given={given} errors={fields} />
          <StickyActions
            summary={`${plan.alias}: ${plan.before.length === 0 ? 'no index' : plural(shown.before, 'document')} now, ${plural(shown.after, 'document')} afterwards.`}
          >
            <Button
              look={given.breaksGlass ? 'danger' : 'primary'}
              pending={pending && `Switching ${plan.alias}…`}
              blocked={blocked}
              onClick={() => onStart({ ...given.confirmation, acceptedLoss: loss.acceptedLoss })}
              className="whitespace-normal [overflow-wrap:anywhere] max-mid:flex-1"
            >
              {given.breaksGlass ? 'Break the glass and switch' : 'Switch'} {plan.alias}
            </Button>
            <LinkButton href={paths.indices(cluster.key)}>Cancel</LinkButton>
          </StickyActions>
        </Panel>
      </div>
    </>
  );
}

const PlannedSteps = ({ plan }: { plan: SwitchPlan }) => (
  <ol className="mb-3 list-decimal pl-5">
    {plan.opensTarget && <li>Open the index and wait for its shards</li>}
    <li>Check again that nothing has changed since</li>
    <li>
      {plan.before.length === 0 ? 'Create the alias' : 'Move the alias in one call'}
      {plan.membership.filter !== undefined && ', with its filter'}
    </li>
    {plan.before.length > 0 && <li>Offer Undo</li>}
  </ol>
);

/** The index's name does not say whose it is. A plain form: its answer is an address. */
function NameTheAlias({ index }: { index: string }) {
  const { key } = useCluster();
  const router = useRouter();
  const [alias, setAlias] = useState('');
  return (
    <Panel title={<>Which alias is to point to {index}?</>} className="mb-3.5">
      <p className="mb-3 text-muted">
        The name of the index does not contain its alias. Only names like government-2018-01-08t10-20-30z-1a2b do.
      </p>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (alias.trim() !== '') router.push(paths.switchTo(key, index, alias.trim()));
        }}
      >
        <TextField
          className="flex-1 basis-60 sm:max-w-96"
          label="Alias"
          mono
          value={alias}
          onChange={(event) => setAlias(event.target.value)}
        />
        <Button type="submit">Look at this switch</Button>
      </form>
    </Panel>
  );
}
