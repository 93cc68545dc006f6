'use client';
import type { ChangeRepositoryPlan } from '@/lib/kinds/change-repository/schema.ts';
import { plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { failureOf } from '@/components/route-request.ts';
import { Heading } from '@/components/ui/heading.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { NotRegistered } from '../not-registered.tsx';
import { PlanFailure } from '@/components/plan-failure.tsx';
import { PlanFolds } from '@/components/plan-folds.tsx';
import { useRepositoryPlan, type ChangeAction } from '../use-repository-plan.ts';
import { Decision } from './decision.tsx';

type Action = 'clean-up' | 'unregister';

const TITLES: Record<Action, string> = { 'clean-up': 'Clean up', unregister: 'Unregister' };
const FAILED: Record<Action, string> = {
  'clean-up': 'Nothing was deleted',
  unregister: 'The repository was not unregistered',
};

/** What is kept, what is deleted, the checks, and the button. */
export function ReviewView({ name, action, change }: { name: string; action: Action; change: ChangeAction }) {
  const cluster = useCluster();
  const planning = useRepositoryPlan({ action, name }, change);
  const { query } = planning;
  const isGone = query.data === undefined && query.error !== null && failureOf(query.error).code === 'not_found';
  return (
    <>
      <Heading
        takeFocus
        sub={
          <>
            {subOf(action, query.data)} On <b className="font-medium text-text">{cluster.name}</b> (
            {cluster.environment}).
          </>
        }
      >
        {TITLES[action]} {name}
      </Heading>
      <PlanFailure failure={planning.failure} title={FAILED[action]} />
      {isGone ? (
        <NotRegistered name={name} />
      ) : (
        <QueryBoundary query={query} what="the plan">
          {(plan, _stale, whyOld) => (
            <WithRail rail={<Decision plan={plan} planning={planning} whyOld={whyOld} />}>
              <Consequences plan={plan} />
              {action === 'unregister' && <ToUndo plan={plan} />}
              <PlanFolds plan={plan} />
            </WithRail>
          )}
        </QueryBoundary>
      )}
    </>
  );
}

function subOf(action: Action, plan: ChangeRepositoryPlan | undefined): string {
  if (action === 'clean-up') return 'Files that no snapshot uses are deleted. This can’t be undone.';
  const snapshots = plan?.snapshots == null ? 'its snapshots' : `its ${plural(plan.snapshots, 'snapshot')}`;
  return `The files are kept; this cluster can’t restore ${snapshots} until it is registered again.`;
}

function Consequences({ plan: { action, repository, snapshots } }: { plan: ChangeRepositoryPlan }) {
  const count = snapshots === null ? 'Its snapshots' : plural(snapshots, 'snapshot');
  return (
    <Panel title={repository.name}>
      {action === 'clean-up' ? (
        <Facts>
          <Fact name="Deleted">files that no snapshot uses, left by snapshots that failed or were deleted</Fact>
          <Fact name="Kept">{count}</Fact>
        </Facts>
      ) : (
        <Facts>
          <Fact name="Deleted">nothing</Fact>
          <Fact name="Kept">all files, with {count.replace(/^I/, 'i')}</Fact>
          <Fact name="After">
            this cluster does not know the repository: it can’t take, list or restore its snapshots
          </Fact>
          <Fact name="To undo">register it again with the same settings</Fact>
        </Facts>
      )}
    </Panel>
  );
}

/** The settings as they are registered now: afterwards no server has them. */
function ToUndo({ plan: { repository } }: { plan: ChangeRepositoryPlan }) {
  return (
    <Panel title="Settings, to register it again">
      <Facts className="grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Fact name="Type">
          <code>{repository.type}</code>
        </Fact>
        {repository.settings.map(({ name, value }) => (
          <Fact key={name} name={name}>
            <code>{value}</code>
          </Fact>
        ))}
      </Facts>
    </Panel>
  );
}
