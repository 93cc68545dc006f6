'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCluster } from '@/components/cluster-context.tsx';
import { indexStatePlanQuery } from '@/components/index-queries.ts';
import { paths } from '@/components/paths.ts';
import { PlanFailure } from '@/components/plan-failure.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import type { ChangeIndexStateReview } from '@/lib/kinds/change-index-state/review.ts';
import type { IndexAction } from '@/lib/kinds/change-index-state/schema.ts';
import type { Confirmation } from '../../approvals/plan-guard.tsx';
import { ReviewedChange } from './reviewed-change.tsx';
import { shortName } from './short-name.ts';

interface ChangeInput extends Confirmation {
  cluster: string;
  index: string;
  action: IndexAction;
  fingerprint: string;
  once: string;
}

interface Props {
  index: string;
  verb: IndexAction;
  action: (input: ChangeInput) => Promise<ActionAnswer<{ job: string }>>;
}

/** The review of opening or closing one index; then the job's page, which leads back. */
export function ChangeStateView({ index, verb, action }: Props) {
  const cluster = useCluster();
  const router = useRouter();
  const once = useIdempotencyKey();
  const query = useQuery(indexStatePlanQuery(cluster.key, index, verb));
  const changing = useAction(action, ({ job }) => router.replace(paths.job(cluster.key, job)));
  const start = ({ plan: { fingerprint } }: ChangeIndexStateReview, given: Confirmation) =>
    void changing
      .act({
        cluster: cluster.key,
        index,
        action: verb,
        fingerprint,
        once: `${once}:${fingerprint.slice(0, 32)}`,
        ...given,
      })
      // A refusal may be about an old plan: the fresh one is shown with it.
      .then((done) => (done ? undefined : query.refetch()));
  return (
    <>
      <Heading
        takeFocus
        sub={
          <>
            {verb === 'open' ? 'Closing it again undoes this.' : 'Nothing is deleted: opening it again undoes this.'} On{' '}
            <b className="font-medium text-text">{cluster.name}</b> ({cluster.environment}).
          </>
        }
      >
        {verb === 'open' ? 'Open' : 'Close'} {shortName(index)}
      </Heading>
      <PlanFailure failure={changing.failure} title={`The index was not ${verb === 'open' ? 'opened' : 'closed'}`} />
      <QueryBoundary query={query} what="the plan">
        {(review, _stale, whyOld) => (
          <ReviewedChange
            review={review}
            whyOld={whyOld}
            pending={changing.pending}
            fields={changing.failure?.fields ?? {}}
            onStart={(given) => start(review, given)}
          />
        )}
      </QueryBoundary>
    </>
  );
}
