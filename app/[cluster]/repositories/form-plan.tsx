import type { ChangeRepositoryPlan } from '@/lib/kinds/change-repository/schema.ts';
import { formatList } from '@/lib/format.ts';
import { paths } from '@/components/paths.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { failureOf } from '@/components/route-request.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { PlanFolds } from '@/components/plan-folds.tsx';
import type { useRepositoryPlan } from './use-repository-plan.ts';

interface Props {
  planning: ReturnType<typeof useRepositoryPlan>;
  /** The labels of what is not filled in yet. */
  missing: readonly string[];
  verb: 'Register' | 'Change';
  /** The repository to return to. */
  name?: string;
}

/** What a form would do: its checks, its requests, and the button. */
export function FormPlan({ planning, missing, verb, name }: Props) {
  const { query } = planning;
  if (missing.length > 0)
    return (
      <EmptyState title={`Fill in: ${formatList(missing, 5)}`}>
        The checks and the requests to the cluster appear here.
      </EmptyState>
    );
  if (query.data === undefined && Object.keys(failureOf(query.error).fields ?? {}).length > 0)
    return (
      <EmptyState title="Something that was typed can’t be used">
        Read the message beside the field. The checks appear here after that.
      </EmptyState>
    );
  return (
    <QueryBoundary query={query} what="the plan">
      {(plan, _stale, whyOld) => (
        <>
          <PlanFolds plan={plan} />
          <Apply plan={plan} planning={planning} verb={verb} name={name} whyOld={whyOld} />
        </>
      )}
    </QueryBoundary>
  );
}

type ApplyProps = Pick<Props, 'planning' | 'verb'> & {
  plan: ChangeRepositoryPlan;
  name: string | undefined;
  whyOld: string | null;
};

function Apply({ plan, planning, verb, name, whyOld }: ApplyProps) {
  const cluster = useCluster();
  return (
    <StickyActions summary={`${verb} ${plan.repository.name} on ${cluster.name} (${cluster.environment}).`}>
      <div className="flex flex-wrap items-start gap-2 max-mid:w-full">
        <Button
          look="primary"
          size="large"
          className="max-mid:flex-1"
          pending={planning.pending && 'Starting…'}
          blocked={planning.blockedBy(plan, whyOld)}
          onClick={() => planning.apply(plan)}
        >
          {verb} repository
        </Button>
        <LinkButton look="quiet" size="large" href={paths.repositories(cluster.key, name)}>
          Cancel
        </LinkButton>
      </div>
    </StickyActions>
  );
}
