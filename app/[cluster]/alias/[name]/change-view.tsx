'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { changeAliasPlanQuery } from '@/components/alias-queries.ts';
import { paths } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Steps } from '@/components/ui/steps.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { indexParts } from '@/lib/index-parts.ts';
import type { ChangeAliasAsked, ChangeAliasReview } from '@/lib/kinds/change-alias/review.ts';
import type { Confirmation } from '../../approvals/plan-guard.tsx';
import { ChooseIndex } from './choose-index.tsx';
import { Reviewed } from './reviewed.tsx';

interface ChangeInput extends Confirmation, ChangeAliasAsked {
  cluster: string;
  fingerprint: string;
  once: string;
}
type ChangeAction = (input: ChangeInput) => Promise<ActionAnswer<{ job: string }>>;

interface Props {
  change: 'add' | 'remove';
  alias: string;
  /** Empty: it is chosen first. */
  index: string;
  keepWrites: boolean;
  action: ChangeAction;
}

/** Choose an index → review → the job's own page, which has the result and Undo. */
export function ChangeView(props: Props) {
  const { alias, change, index } = props;
  const { key } = useCluster();
  const steps = (
    <Steps
      label={change === 'add' ? 'Steps of adding an index' : 'Steps of removing an index'}
      steps={[{ name: 'Index', href: paths.changeAlias(key, alias, change) }, { name: 'Review' }, { name: 'Result' }]}
      current={index === '' ? 0 : 1}
    />
  );
  return index === '' ? (
    <ChooseIndex change={change} alias={alias} steps={steps} />
  ) : (
    <Review {...props} steps={steps} />
  );
}

function Review({ change, alias, index, keepWrites: given, action, steps }: Props & { steps: ReactNode }) {
  const cluster = useCluster();
  const [keepWrites, setKeepWrites] = useState(given);
  const keeping = keepWrites ? { keepWrites: 'yes' as const } : {};
  const query = useQuery(changeAliasPlanQuery(cluster.key, alias, { change, index, ...keeping }));
  const router = useRouter();
  const idempotencyKey = useIdempotencyKey();
  const changing = useAction(action, ({ job }) => router.replace(paths.job(cluster.key, job)));
  const changes = changesIn(changing.failure);
  const { date } = indexParts(index, alias);
  const shown = date === null ? index : `the index of ${date}`;

  const start = ({ plan }: ChangeAliasReview, confirmation: Confirmation) => {
    void changing
      .act({
        cluster: cluster.key,
        change,
        alias,
        index: plan.target.index,
        ...keeping,
        fingerprint: plan.fingerprint,
        once: `${idempotencyKey}:${plan.fingerprint.slice(0, 32)}`,
        ...confirmation,
      })
      // A refusal may be about an old plan: the fresh one is shown with it.
      .then((done) => (done ? undefined : query.refetch()));
  };

  return (
    <>
      <Heading
        takeFocus
        steps={steps}
        sub={
          <>
            No index and no document is deleted. On <b className="font-medium text-text">{cluster.name}</b> (
            {cluster.environment}).
          </>
        }
      >
        {change === 'add' ? 'Add' : 'Remove'} {shown} {change === 'add' ? 'to' : 'from'} {alias}
      </Heading>
      {changes && <PlanChanged changes={changes} className="mb-3.5" />}
      {changing.failure && !changes && (
        <FailureNotice failure={changing.failure} title="The alias was not changed" className="mb-3.5" />
      )}
      <QueryBoundary query={query} what="the plan">
        {(review, _stale, whyOld) => (
          <Reviewed
            review={review}
            whyOld={whyOld}
            pending={changing.pending}
            fields={changing.failure?.fields ?? {}}
            keepWrites={keepWrites}
            onKeepWrites={setKeepWrites}
            onStart={(confirmation) => start(review, confirmation)}
          />
        )}
      </QueryBoundary>
    </>
  );
}
