'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import type { SwitchPlan } from '@/lib/kinds/switch/schema.ts';
import { indexParts } from '@/lib/index-parts.ts';
import type { SwitchReview } from '@/lib/kinds/switch/review.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { paths } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { switchPlanQuery } from '@/components/queries.ts';
import { failureOf } from '@/components/route-request.ts';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Steps } from '@/components/ui/steps.tsx';
import type { Confirmation } from '../../approvals/plan-guard.tsx';
import { NameTheAlias } from './name-the-alias.tsx';
import { Reviewed } from './reviewed.tsx';
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
  const steps = (
    <Steps
      label="Steps of a switch"
      steps={[{ name: 'Index', href: paths.switchTo(key, '', alias) }, { name: 'Review' }, { name: 'Result' }]}
      current={index === '' ? 0 : 1}
    />
  );
  return index === '' ? (
    <SwitchChoice alias={alias} steps={steps} />
  ) : (
    <Review index={index} alias={alias} action={action} steps={steps} />
  );
}

function Review({
  index,
  alias,
  action,
  steps,
}: {
  index: string;
  alias: string;
  action: SwitchAction;
  steps: ReactNode;
}) {
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
      .then((done) => (done ? undefined : query.refetch()));
  };

  return (
    <>
      <ReviewHeading alias={shown} index={index} plan={query.data?.plan} steps={steps} />
      {changes && <PlanChanged changes={changes} className="mb-3.5" />}
      {switching.failure && !changes && (
        <FailureNotice failure={switching.failure} title="The alias was not switched" className="mb-3.5" />
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

function ReviewHeading({
  alias,
  index,
  plan,
  steps,
}: {
  alias: string;
  index: string;
  plan: SwitchPlan | undefined;
  steps: ReactNode;
}) {
  const cluster = useCluster();
  return (
    <Heading
      takeFocus
      steps={steps}
      sub={
        <>
          {whatIsKept(plan)} On <b className="font-medium text-text">{cluster.name}</b> ({cluster.environment}).
        </>
      }
    >
      Switch {alias === '' ? 'an alias' : alias} to {indexParts(index).date ?? index}
    </Heading>
  );
}

const whatIsKept = (plan: SwitchPlan | undefined): string =>
  plan === undefined || plan.before.length === 0
    ? 'Nothing is deleted.'
    : 'Nothing is deleted. The previous index is kept, and one click undoes the switch.';
