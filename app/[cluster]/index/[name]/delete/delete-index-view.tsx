'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { indexDeletionQuery } from '@/components/index-queries.ts';
import { paths } from '@/components/paths.ts';
import { PlanFailure } from '@/components/plan-failure.tsx';
import { PlanFolds } from '@/components/plan-folds.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { formatBytes, formatCount } from '@/lib/format.ts';
import type { DeleteIndexReview } from '@/lib/kinds/delete-index/review.ts';
import type { DeleteIndexPlan } from '@/lib/kinds/delete-index/schema.ts';
import { shortName } from '../short-name.ts';
import { Confirmation } from './confirmation.tsx';
import { HoldingBackups } from './holding-backups.tsx';

interface Props {
  index: string;
  action: (input: {
    cluster: string;
    index: string;
    fingerprint: string;
    once: string;
    typed: string;
  }) => Promise<ActionAnswer<{ job: string }>>;
}

/** What is deleted, what holds it besides, the checks, and after that the one confirmation. The server checks all of it again. */
export function DeleteIndexView({ index, action }: Props) {
  const cluster = useCluster();
  const router = useRouter();
  const once = useIdempotencyKey();
  const query = useQuery(indexDeletionQuery(cluster.key, index));
  const deleting = useAction(action, ({ job }) => router.replace(paths.job(cluster.key, job)));
  const start = ({ plan: { fingerprint } }: DeleteIndexReview, typed: string) =>
    void deleting
      .act({ cluster: cluster.key, index, fingerprint, once: `${once}:${fingerprint.slice(0, 32)}`, typed })
      // A refusal may be about an old plan: the fresh one is shown with it.
      .then((done) => (done ? undefined : query.refetch()));
  return (
    <>
      <Heading
        takeFocus
        sub={
          <>
            On <b className="font-medium text-text">{cluster.name}</b> ({cluster.environment}). Deleting an index can’t
            be undone.
          </>
        }
      >
        Delete {shortName(index)}
      </Heading>
      <PlanFailure failure={deleting.failure} title="Nothing was deleted" />
      <QueryBoundary query={query} what="the plan">
        {(review, _stale, whyOld) => (
          <div className="flex flex-col gap-4">
            <WhatIsDeleted plan={review.plan} />
            <HoldingBackups backups={review.backups} plan={review.plan} />
            <PlanFolds plan={review.plan} />
            <Confirmation
              plan={review.plan}
              whyOld={whyOld}
              pending={deleting.pending}
              onDelete={(typed) => start(review, typed)}
            />
          </div>
        )}
      </QueryBoundary>
    </>
  );
}

function WhatIsDeleted({ plan }: { plan: DeleteIndexPlan }) {
  return (
    <Panel title="What is deleted">
      <Facts>
        <Fact name="Index">
          <IndexName name={plan.index} whole copy />
        </Fact>
        <Fact name="UUID">
          <code className="[overflow-wrap:anywhere]">{plan.uuid}</code>
        </Fact>
        <Fact name="Documents">
          {plan.documents === null
            ? `unknown${plan.state === 'closed' ? ': the index is closed' : ''}`
            : formatCount(plan.documents)}
        </Fact>
        <Fact name="Size">{formatBytes(plan.storeBytes)}</Fact>
        <Fact name="Created">{plan.createdAt === null ? 'unknown' : <Time at={plan.createdAt} />}</Fact>
      </Facts>
    </Panel>
  );
}
