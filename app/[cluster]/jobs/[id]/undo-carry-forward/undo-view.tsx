'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { undoCarryForwardPlanQuery } from '@/components/carry-queries.ts';
import { CheckFold } from '@/components/check-panel.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Requests } from '@/components/requests.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { plural } from '@/lib/format.ts';
import type { UndoCarryForwardReview } from '@/lib/kinds/carry-forward/review.ts';
import type { Confirmation } from '../../../approvals/plan-guard.tsx';
import { CarryDecision } from '../carry-forward/carry-decision.tsx';
import { ExpectedFigures } from '../carry-forward/expected-figures.tsx';

interface UndoInput extends Confirmation {
  cluster: string;
  job: string;
  fingerprint: string;
  once: string;
}
export type UndoAction = (input: UndoInput) => Promise<ActionAnswer<{ job: string }>>;

const NAMES = { added: 'Would be deleted again', changed: 'Would be put back', deleted: 'Would be created again' };

/** What would be put back of what a job carried forward, and the button. */
export function UndoView({ job, action }: { job: string; action: UndoAction }) {
  const cluster = useCluster();
  const router = useRouter();
  const idempotencyKey = useIdempotencyKey();
  const query = useQuery(undoCarryForwardPlanQuery(cluster.key, job));
  const starting = useAction(action, (value) => router.push(paths.job(cluster.key, value.job)));
  const changed = changesIn(starting.failure);
  const start = ({ plan }: UndoCarryForwardReview, given: Confirmation) => {
    void starting
      .act({
        cluster: cluster.key,
        job,
        fingerprint: plan.fingerprint,
        once: `${idempotencyKey}:${plan.fingerprint.slice(0, 32)}`,
        ...given,
      })
      .then((done) => (done ? undefined : query.refetch()));
  };
  return (
    <>
      <Heading
        takeFocus
        sub={
          <>
            A document is put back only where the index still has exactly what job {job} wrote. On{' '}
            <b className="font-medium text-text">{cluster.name}</b> ({cluster.environment}).
          </>
        }
      >
        Undo what job {job} carried forward
      </Heading>
      <div className="flex flex-col gap-4">
        {changed && <PlanChanged changes={changed} />}
        {starting.failure && !changed && <FailureNotice failure={starting.failure} title="Nothing was undone" />}
        <QueryBoundary query={query} what="the plan">
          {(review, _stale, whyOld) => (
            <Reviewed
              review={review}
              whyOld={whyOld}
              pending={starting.pending}
              fields={starting.failure?.fields ?? {}}
              onStart={(given) => start(review, given)}
            />
          )}
        </QueryBoundary>
      </div>
    </>
  );
}

interface ReviewedProps {
  review: UndoCarryForwardReview;
  whyOld: string | null;
  pending: boolean;
  fields: Record<string, string>;
  onStart: (given: Confirmation) => void;
}

function Reviewed({ review: { plan, guard }, whyOld, pending, fields, onStart }: ReviewedProps) {
  const { key } = useCluster();
  const { added, changed, deleted, conflicts, lookedUp, total } = plan.expected;
  const writes = added + changed + deleted;
  const isExact = lookedUp >= total;
  return (
    <WithRail
      rail={
        <CarryDecision
          plan={plan}
          guard={guard}
          whyOld={whyOld}
          verb={isExact ? `Put ${plural(writes, 'document')} back` : 'Put the documents back'}
          pending={pending && 'Starting…'}
          nothing={isExact && writes === 0 ? 'There is nothing to put back.' : null}
          summary={`${isExact ? '' : 'At least '}${plural(writes, 'document')} put back, ${plural(conflicts, 'conflict')}.`}
          cancelHref={paths.job(key, plan.of)}
          fields={fields}
          onStart={onStart}
        />
      }
    >
      <ExpectedFigures title="What would be put back" expected={plan.expected} names={NAMES} />
      <Folds>
        <CheckFold checks={plan.checks} checkedAt={plan.plannedAt} />
        <Fold title="Requests" hint={`${plural(plan.requests.length, 'call')} as curl`}>
          <Requests requests={plan.requests} />
        </Fold>
      </Folds>
    </WithRail>
  );
}
