'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import type { SwitchPlan } from '@/lib/kinds/switch/schema.ts';
import type { SwitchReview } from '@/lib/kinds/switch/review.ts';
import { dateOfIndex } from '@/lib/contract/index-group.ts';
import { formatBytes, formatChange, formatCount, plural } from '@/lib/format.ts';
import { CheckPanel } from '@/components/check-panel.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { ClusterName } from '@/components/environment-tag.tsx';
import { IndexName } from '@/components/index-name.tsx';
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
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { Steps } from '@/components/ui/steps.tsx';
import { Time } from '@/components/ui/time.tsx';
import { PlanGuard, useGuard, type Confirmation } from '../../approvals/plan-guard.tsx';
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
  const switching = useAction(action, ({ job }) => router.push(paths.job(cluster.key, job)));
  const changes = changesIn(switching.failure);
  const shown = query.data?.plan.alias ?? alias;
  // The index is there, but its name does not say whose it is.
  const nameless =
    alias === '' && query.data === undefined && query.error !== null && failureOf(query.error).code === 'refused';

  const start = ({ plan }: SwitchReview, confirmation: Confirmation) => {
    void switching
      .act({
        cluster: cluster.key,
        index: plan.target.index,
        alias: plan.alias,
        fingerprint: plan.fingerprint,
        once: `${idempotencyKey}:${plan.fingerprint.slice(0, 32)}`,
        ...confirmation,
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
            <ClusterName cluster={cluster} />{' '}
            <span>Nothing is deleted. The index it leaves stays open, and one click switches back to it.</span>
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
          {(review, stale) => (
            <Reviewed
              key={`${review.plan.target.index} ${review.plan.alias}`}
              review={review}
              stale={stale}
              pending={switching.pending}
              fields={switching.failure?.fields ?? {}}
              onStart={(confirmation) => start(review, confirmation)}
            />
          )}
        </QueryBoundary>
      )}
    </>
  );
}

interface ReviewedProps {
  review: SwitchReview;
  stale: boolean;
  pending: boolean;
  fields: Record<string, string>;
  onStart: (confirmation: Confirmation) => void;
}

function Reviewed({ review, stale, pending, fields, onStart }: ReviewedProps) {
  const { plan } = review;
  const cluster = useCluster();
  const given = useGuard(review.guard);
  const mayNotSwitch = useBlocked('switch');
  const refusal = plan.checks.find((check) => check.level === 'refuse');
  const blocked =
    mayNotSwitch ??
    (refusal ? `${refusal.title}: see the checks.` : null) ??
    (stale ? 'The plan is old: the cluster does not answer.' : null) ??
    given.missing;

  return (
    <>
      <BeforeAndAfter plan={plan} />
      <div className="mt-3.5 grid gap-3.5 lg:grid-cols-[minmax(0,1fr)_360px]">
        <div className="flex min-w-0 flex-col gap-3.5">
          <CheckPanel checks={plan.checks} />
          <Panel title="Requests">
            <FoldedRequests requests={plan.requests} />
          </Panel>
        </div>
        <Panel title="What will happen" className="self-start">
          <ol className="mb-3 list-decimal pl-5">
            {plan.opensTarget && <li>Open the index and wait for its shards</li>}
            <li>Look once more that nothing has moved meanwhile</li>
            <li>Move the alias in one call{plan.membership.filter !== undefined && ', with its filter'}</li>
            <li>Offer Undo</li>
          </ol>
          <PlanGuard fingerprint={plan.fingerprint} given={given} errors={fields} />
          <StickyActions
            summary={`${plan.alias}: ${documentsNow(plan.before)} now, ${plural(plan.target.documents, 'document')} afterwards.`}
          >
            <Button
              look={given.breaksGlass ? 'danger' : 'primary'}
              pending={pending && `Switching ${plan.alias}…`}
              blocked={blocked}
              onClick={() => onStart(given.confirmation)}
              className="whitespace-normal [overflow-wrap:anywhere] max-[859px]:flex-1"
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

function BeforeAndAfter({ plan }: { plan: SwitchPlan }) {
  const { target, before, alias } = plan;
  const now = sumOf(before);
  const change = now === null || target.documents === null || before.length === 0 ? null : target.documents - now;
  return (
    <div className="grid items-stretch gap-2.5 min-[860px]:grid-cols-[minmax(0,1fr)_40px_minmax(0,1fr)]">
      <Panel title={before.length === 0 ? 'Now: there is no such alias' : `Now: ${alias} points to`}>
        {before.length === 0 && <p className="text-muted">Searches for it fail.</p>}
        <div className="flex flex-col gap-3">
          {before.map((each) => (
            <IndexFacts key={each.uuid} index={each} alias={alias} />
          ))}
        </div>
      </Panel>
      <div aria-hidden="true" className="grid place-items-center text-2xl text-faint max-[859px]:rotate-90">
        →
      </div>
      <Panel title="After: it points to" tone="accent">
        <IndexFacts
          index={target}
          alias={alias}
          opens={plan.opensTarget}
          change={
            change === null || change === 0 ? null : (
              <span className={change < 0 ? 'font-semibold text-bad' : 'font-semibold text-ok'}>
                {formatChange(change)}
                <span className="sr-only"> documents against what is live now</span>
              </span>
            )
          }
        />
      </Panel>
    </div>
  );
}

/** null: unknown, which is not none. */
const sumOf = (targets: SwitchPlan['before']): number | null =>
  targets.every((each) => each.documents !== null)
    ? targets.reduce((sum, each) => sum + (each.documents ?? 0), 0)
    : null;
const documentsNow = (before: SwitchPlan['before']) =>
  before.length === 0 ? 'no index' : plural(sumOf(before), 'document');

function IndexFacts({
  index,
  alias,
  change,
  opens = false,
}: {
  index: SwitchPlan['target'];
  alias: string;
  change?: ReactNode;
  opens?: boolean;
}) {
  const date = dateOfIndex({ name: index.index, createdAt: index.createdAt });
  return (
    <Facts>
      <Fact name="Index">
        <IndexName name={index.index} alias={alias} />
      </Fact>
      <Fact name="Documents">
        <b className="font-semibold">{formatCount(index.documents)}</b> {change}
      </Fact>
      <Fact name="Size">{formatBytes(index.primaryBytes)}</Fact>
      <Fact name="Date">{date === null ? 'unknown' : <Time at={date} />}</Fact>
      {index.state === 'closed' && <Fact name="State">closed{opens && ': it is opened first'}</Fact>}
    </Facts>
  );
}

/** The index's name does not say whose it is. A plain form: its answer is an address. */
function NameTheAlias({ index }: { index: string }) {
  const { key } = useCluster();
  const router = useRouter();
  const [alias, setAlias] = useState('');
  return (
    <Panel title={<>Which alias shall point to {index}?</>} className="mb-3.5">
      <p className="mb-3 text-muted">
        Its name does not tell. That is known only of names like government-2018-01-08t10-20-30z-1a2b.
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
