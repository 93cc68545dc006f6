'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { carryForwardPlanQuery } from '@/components/carry-queries.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { changesIn as changesOfFailure, PlanChanged } from '@/components/plan-changed.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useFilter } from '@/components/use-filter.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { TextField } from '@/components/ui/field.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import { CHANGES, type Change } from '@/lib/contract/carried.ts';
import type { ComparedSides } from '@/lib/contract/comparison-page.ts';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { CarryForwardReview } from '@/lib/kinds/carry-forward/review.ts';
import type { CompareResult } from '@/lib/kinds/compare/schema.ts';
import type { Confirmation } from '../../../approvals/plan-guard.tsx';
import { carryAddress, changesIn } from './address.ts';
import { ChooseChanges } from './choose-changes.tsx';
import { ReviewedCarry } from './reviewed-carry.tsx';

interface CarryInput extends Confirmation {
  cluster: string;
  comparison: string;
  to: string;
  changes: Change[];
  query?: string;
  fingerprint: string;
  once: string;
}
export type CarryAction = (input: CarryInput) => Promise<ActionAnswer<{ job: string }>>;

/** What was written after the backup: choose what is carried, review the plan, start. `detail`: of the comparison. */
export function CarryForwardView({ detail, action }: { detail: JobDetail; action: CarryAction }) {
  const { key } = useCluster();
  const { compared, result, row } = detail;
  if (compared === null || result === null || compared.left.kind !== 'backup' || compared.right.kind !== 'index')
    return (
      <>
        <Heading takeFocus>Nothing to carry forward</Heading>
        <Notice
          tone="info"
          actions={
            <LinkButton look="primary" href={paths.compare(key)}>
              Compare
            </LinkButton>
          }
        >
          <p>Job {row.id} is no finished comparison of a backup with an index.</p>
        </Notice>
      </>
    );
  return <Carry job={row.id} sides={compared} result={result as CompareResult} action={action} />;
}

function Carry({
  job,
  sides,
  result,
  action,
}: {
  job: string;
  sides: ComparedSides;
  result: CompareResult;
  action: CarryAction;
}) {
  const [chosen, choose] = useFilter(carryAddress);
  const changes = changesIn(chosen.changes);
  return (
    <>
      <CarryHeading sides={sides} />
      <div className="flex flex-col gap-4">
        {chosen.to === undefined ? (
          <ChooseTarget onChoose={(to) => choose({ to })} />
        ) : (
          <>
            <div className="text-small text-muted">
              Into <IndexName name={chosen.to} inSentence className="text-text" />.{' '}
              <button type="button" className="link" onClick={() => choose({ to: undefined })}>
                Choose another index
              </button>
            </div>
            <ChooseChanges
              job={job}
              counts={result.counts}
              sides={sides}
              changes={changes}
              query={chosen.query ?? ''}
              onChange={(next) =>
                choose({ changes: CHANGES.filter((change) => next.includes(change)).join(',') || undefined })
              }
              onQuery={(query) => choose({ query })}
            />
            {changes.length > 0 && (
              <Review
                key={`${chosen.changes} ${chosen.query ?? ''}`}
                job={job}
                to={chosen.to}
                changes={changes}
                query={chosen.query}
                action={action}
              />
            )}
          </>
        )}
      </div>
    </>
  );
}

function CarryHeading({ sides: { left, right, sameIndex } }: { sides: ComparedSides }) {
  const cluster = useCluster();
  const takenAt = left.kind === 'backup' ? left.takenAt : null;
  return (
    <Heading
      takeFocus
      sub={
        <>
          {sameIndex === true ? 'What was written to' : 'Where'}{' '}
          {right.kind === 'index' ? <IndexName name={right.index} inSentence /> : 'the previous index'}{' '}
          {sameIndex === true ? 'after' : 'differs from'}{' '}
          {takenAt === null ? (
            'the backup'
          ) : (
            <>
              the backup of <Time at={takenAt} show="absolute" />
            </>
          )}
          . Nothing is overwritten that somebody has changed in the restored index. On{' '}
          <b className="font-medium text-text">{cluster.name}</b> ({cluster.environment}).
        </>
      }
    >
      Carry changes forward
    </Heading>
  );
}

function ChooseTarget({ onChoose }: { onChoose: (to: string) => void }) {
  const [typed, setTyped] = useState('');
  return (
    <Panel title="Into which index?">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') onChoose(typed.trim());
        }}
      >
        <TextField
          mono
          label="The index that was restored from this backup, or its alias"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" className="self-start" blocked={typed.trim() === '' ? 'Type a name first.' : null}>
          Continue
        </Button>
      </form>
    </Panel>
  );
}

interface ReviewProps {
  job: string;
  to: string;
  changes: Change[];
  query: string | undefined;
  action: CarryAction;
}

function Review({ job, to, changes, query: search, action }: ReviewProps) {
  const cluster = useCluster();
  const router = useRouter();
  const idempotencyKey = useIdempotencyKey();
  const asked = { to, changes: changes.join(','), ...(search === undefined ? {} : { query: search }) };
  const query = useQuery(carryForwardPlanQuery(cluster.key, job, asked));
  const starting = useAction(action, (value) => router.push(paths.job(cluster.key, value.job)));
  const changed = changesOfFailure(starting.failure);
  const start = ({ plan }: CarryForwardReview, given: Confirmation) => {
    void starting
      .act({
        cluster: cluster.key,
        comparison: job,
        to,
        changes,
        ...(search === undefined ? {} : { query: search }),
        fingerprint: plan.fingerprint,
        once: `${idempotencyKey}:${plan.fingerprint.slice(0, 32)}`,
        ...given,
      })
      // A refusal may be about an old plan: the fresh one is shown with it.
      .then((done) => (done ? undefined : query.refetch()));
  };
  return (
    <>
      {changed && <PlanChanged changes={changed} />}
      {starting.failure && !changed && <FailureNotice failure={starting.failure} title="Nothing was written" />}
      <QueryBoundary query={query} what="the plan" waiting={<Waiting />}>
        {(review, _stale, whyOld) => (
          <ReviewedCarry
            review={review}
            whyOld={whyOld}
            pending={starting.pending}
            fields={starting.failure?.fields ?? {}}
            onStart={(given) => start(review, given)}
          />
        )}
      </QueryBoundary>
    </>
  );
}

const Waiting = () => (
  <p role="status" className="min-h-[220px] text-muted">
    Looking up the documents in the restored index…
  </p>
);
